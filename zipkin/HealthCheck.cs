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
        var addresses = ZipkinOptions.Read(configuration).FindListenAddresses();
        var problem = await HealthProbe.FindProblemAsync(addresses.Select(address => (address.Key, address.Reachable)))
            ?? await AskAsync(addresses[0].Reachable);
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
}
