using ZipkinMesh.Hosting;
using ZipkinMesh.Local.Options;

namespace ZipkinMesh.Local.Traffic;

/// <summary>Checks that the Zipkin of <c>--zipkin</c> is there.</summary>
internal static class ZipkinCheck
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Checks that a server responds. Any response will do: other collectors of Zipkin's spans have no health check.</summary>
    /// <exception cref="SettingException">No server responds.</exception>
    public static async Task EnsureRespondsAsync(Uri zipkin)
    {
        using var client = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null }) { Timeout = Timeout };
        try
        {
            using var response = await client.GetAsync(new Uri(zipkin, "/health"), HttpCompletionOption.ResponseHeadersRead);
        }
        catch (OperationCanceledException)
        {
            throw NoResponse(zipkin, $"no response within {Timeout.TotalSeconds} s");
        }
        catch (HttpRequestException e)
        {
            throw NoResponse(zipkin, e.GetBaseException().Message);
        }
    }

    private static SettingException NoResponse(Uri zipkin, string reason) =>
        new($"{MeshCommand.Zipkin.Name}: no server responds at {zipkin.GetLeftPart(UriPartial.Authority)} ({reason}); start it first, or omit the option for the embedded one");
}
