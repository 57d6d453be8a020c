using System.Net;
using ZipkinMesh.Hosting;
using ZipkinMesh.Hosting.Processes;
using ZipkinMesh.Zipkin.Options;

namespace ZipkinMesh.Zipkin;

/// <summary>Checks the health of the server that runs with the same settings: <c>zipkin --health</c>.</summary>
internal static class HealthCheck
{
    /// <returns>The exit code: 0 when the server accepts connections on all of its addresses and reports itself healthy.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLineSettings(args).Build();
        var listeners = ZipkinOptions.Read(configuration).Urls.Split(';').Select(url => (url, EndPoint(url))).ToList();
        var problem = await HealthProbe.FindProblemAsync(listeners) ?? await AskAsync(listeners[0].Item2);
        return problem is null ? 0 : ConsoleProgram.Fail("zipkin", problem);
    }

    // A server that accepts connections may still hang.
    private static async Task<string?> AskAsync(IPEndPoint endPoint)
    {
        var health = new Uri($"http://{HealthProbe.Reachable(endPoint)}/health");
        using var client = new HttpClient { Timeout = HealthProbe.Timeout };
        try
        {
            using var response = await client.GetAsync(health);
            return response.StatusCode == HttpStatusCode.OK ? null : $"{health}: {(int)response.StatusCode}";
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return $"{health}: {(e is OperationCanceledException ? $"no response within {HealthProbe.Timeout.TotalSeconds} s" : e.Message)}";
        }
    }

    // Kestrel listens on all addresses when the host is not an IP address, except for localhost; the loopback address reaches both.
    private static IPEndPoint EndPoint(string url)
    {
        var address = BindingAddress.Parse(url);
        return new(IPAddress.TryParse(address.Host, out var ip) ? ip : IPAddress.Loopback, address.Port);
    }
}
