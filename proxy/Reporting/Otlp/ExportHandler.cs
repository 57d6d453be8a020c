using System.Net.Http;

namespace ZipkinMesh.Proxy.Reporting.Otlp;

/// <summary>Sends exports, and notes why one failed.</summary>
internal sealed class ExportHandler(HttpMessageHandler inner, ExportProblem problem) : DelegatingHandler(inner)
{
    // HTTP/1.1
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var response = base.Send(request, cancellationToken);
            problem.Note(response);
            return response;
        }
        catch (Exception e)
        {
            problem.Note(e);
            throw;
        }
    }

    // gRPC
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            problem.Note(response);
            return response;
        }
        catch (Exception e)
        {
            problem.Note(e);
            throw;
        }
    }
}
