using System.Net;
using ZipkinMesh.Zipkin.Options;

namespace ZipkinMesh.Zipkin;

/// <summary>
/// <c>zipkin --health</c>: asks the server that runs with the same settings for its health. For the image, which has no shell and no curl.
/// </summary>
internal static class HealthProbe
{
    public const string Option = "--health";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <returns>The exit code: 0 when it is healthy.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine([.. args.Where(arg => arg != Option)]).Build();
        var port = BindingAddress.Parse(ZipkinOptions.Read(configuration).Urls.Split(';')[0]).Port;
        using var client = new HttpClient { Timeout = Timeout };
        try
        {
            using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/health"));
            return answer.StatusCode == HttpStatusCode.OK ? 0 : 1;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            Console.Error.WriteLine($"zipkin: at 127.0.0.1:{port}: {e.Message}");
            return 1;
        }
    }
}
