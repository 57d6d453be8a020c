using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ZipkinMesh.Tests.SupplyChain;

/// <summary>Tests the script that pins the base images, against a registry of the test's own.</summary>
public sealed class BaseImagesTests
{
    private const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("", false)]
    [InlineData("@sha256:ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", false)]
    [InlineData("", true)] // As Docker Hub does, this registry wants an anonymous token.
    public async Task Update_TaggedImage_IsPinnedToDigest(string pinned, bool needsToken)
    {
        await using var registry = await StartRegistryAsync(needsToken);
        var image = $"{registry.Urls.Single()["http://".Length..]}/dotnet/sdk:10.0";
        using var scratch = new Scratch();
        var file = Path.Combine(scratch.Folder, "images.env");
        await File.WriteAllTextAsync(file, $"# Comment\nSDK_IMAGE={image}{pinned}\n", TestContext.Current.CancellationToken);

        var (code, output) = await RunAsync(file);

        Assert.True(code == 0, output);
        Assert.Equal($"# Comment\nSDK_IMAGE={image}@{Digest}\n", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Update_UnknownTag_FailsAndKeepsFile()
    {
        await using var registry = await StartRegistryAsync(needsToken: false);
        var lines = $"SDK_IMAGE={registry.Urls.Single()["http://".Length..]}/dotnet/sdk:99\n";
        using var scratch = new Scratch();
        var file = Path.Combine(scratch.Folder, "images.env");
        await File.WriteAllTextAsync(file, lines, TestContext.Current.CancellationToken);

        var (code, output) = await RunAsync(file);

        Assert.Equal(1, code);
        Assert.Contains("HTTP/1.1 404", output, StringComparison.Ordinal);
        Assert.Equal(lines, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void BaseImages_OfDockerfiles_HaveTagsOfEnvironmentFile()
    {
        foreach (var dockerfile in new[] { "front-proxy/Dockerfile", "service/Dockerfile", "zipkin/Dockerfile" })
        {
            var defaults = File.ReadLines(Path.Combine(Checkout.Root, dockerfile)).Where(line => line.StartsWith("ARG ", StringComparison.Ordinal));
            Assert.Subset(TagsOfEnvironmentFile(), defaults.Select(line => line[4..]).ToHashSet());
        }
    }

    [Theory]
    [InlineData("docker-compose.yaml", "ZIPKIN_IMAGE")]
    [InlineData("deploy/monitoring/docker-compose.yaml", "PROMETHEUS_IMAGE")]
    [InlineData("deploy/monitoring/docker-compose.yaml", "GRAFANA_IMAGE")]
    public void Image_OfComposeFile_HasTagOfEnvironmentFile(string file, string variable)
    {
        var tag = TagsOfEnvironmentFile().Single(line => line.StartsWith(variable, StringComparison.Ordinal)).Split('=')[1];

        Assert.Contains($"image: ${{{variable}:-{tag}}}\n", File.ReadAllText(Path.Combine(Checkout.Root, file)), StringComparison.Ordinal);
    }

    // Lines such as ZIPKIN_IMAGE=openzipkin/zipkin:3, without a digest.
    private static HashSet<string> TagsOfEnvironmentFile() => File.ReadLines(Path.Combine(Checkout.Root, ".env"))
        .Where(line => line.Contains("_IMAGE=", StringComparison.Ordinal))
        .Select(line => line.Split('@')[0])
        .ToHashSet();

    private static async Task<WebApplication> StartRegistryAsync(bool needsToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapMethods("/v2/dotnet/sdk/manifests/10.0", ["HEAD"], context =>
        {
            var response = context.Response;
            if (needsToken && context.Request.Headers.Authorization != "Bearer secret")
            {
                response.StatusCode = 401;
                response.Headers.WWWAuthenticate = $"Bearer realm=\"{app.Urls.Single()}/token\",service=\"registry\",scope=\"repository:dotnet/sdk:pull\"";
            }
            else
            {
                response.Headers["Docker-Content-Digest"] = Digest;
            }

            return Task.CompletedTask;
        });
        app.MapGet("/token", (string service, string scope) =>
            service == "registry" && scope == "repository:dotnet/sdk:pull" ? Results.Text("""{"token": "secret"}""") : Results.BadRequest());
        await app.StartAsync();
        return app;
    }

    private static async Task<(int Code, string Output)> RunAsync(string file)
    {
        using var script = new Child("bash", [Path.Combine(Checkout.Root, "tools/update-base-images"), file]);
        var code = await script.ExitCodeAsync();
        return (code, string.Join('\n', script.Output.All.Concat(script.Errors.All)));
    }
}
