using System.Net;
using System.Net.Http;
using ZipkinMesh.Exporter.Http;

namespace ZipkinMesh.Proxy.Reporting.Otlp;

/// <summary>Keeps the reason why the last export failed, for the log. OpenTelemetry's exporter passes on only that it failed.</summary>
internal sealed class ExportProblem
{
    // gRPC has the status in the trailers of a response, or in its headers when there is no other content.
    private const string GrpcStatus = "grpc-status";
    private const string GrpcMessage = "grpc-message";

    private static readonly Func<string> Unsent = () => "the batch is too large";

    private volatile Func<string> _describe = Unsent;

    /// <summary>Gets the reason.</summary>
    public string Text => RemoteText.ForLog(_describe());

    /// <summary>Begins an export. One that isn't even sent has no other reason than its size.</summary>
    public void Clear() => _describe = Unsent;

    /// <summary>Notes a response. The trailers arrive after it.</summary>
    public void Note(HttpResponseMessage response)
    {
        var (status, headers, trailers) = (response.StatusCode, response.Headers, response.TrailingHeaders);
        var address = response.RequestMessage?.RequestUri?.GetLeftPart(UriPartial.Authority);
        _describe = () => status != HttpStatusCode.OK ? $"{(int)status} from {address}"
            : $"gRPC status {First(GrpcStatus)} from {address} {First(GrpcMessage)}".TrimEnd();

        string? First(string name) => trailers.TryGetValues(name, out var values) || headers.TryGetValues(name, out values) ? values.First() : null;
    }

    /// <summary>Notes an exception in the place of a response.</summary>
    public void Note(Exception exception) => _describe = () =>
        exception is OperationCanceledException ? "no response in time" : exception.Message;
}
