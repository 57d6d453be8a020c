using System.Net;
using ZipkinMesh.Hosting;
using ZipkinMesh.Hosting.Processes;
using ZipkinMesh.Zipkin.Options;

namespace ZipkinMesh.Zipkin;

/// <summary>Checks the server that runs with the same settings: <c>zipkin --health</c>.</summary>
internal static class HealthCheck
{
    /// <returns>The exit code: 0 when the server accepts connections on all of its addresses.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLineSettings(args).Build();
        var urls = ZipkinOptions.Read(configuration).Urls.Split(';');
        var problem = await HealthProbe.FindProblemAsync(urls.Select(url => (url, EndPoint(url))));
        return problem is null ? 0 : ConsoleProgram.Fail("zipkin", problem);
    }

    // Kestrel listens on all addresses when the host is not an IP address, except for localhost; the loopback address reaches both.
    private static IPEndPoint EndPoint(string url)
    {
        var address = BindingAddress.Parse(url);
        return new(IPAddress.TryParse(address.Host, out var ip) ? ip : IPAddress.Loopback, address.Port);
    }
}
