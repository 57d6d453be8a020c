namespace ZipkinMesh.Tests.Zipkin;

public sealed class NameCachingTests : IAsyncLifetime
{
    private const string Cached = "max-age=300, must-revalidate";

    private RunningZipkin _zipkin = null!;

    public async ValueTask InitializeAsync() => _zipkin = await RunningZipkin.StartAsync();

    public ValueTask DisposeAsync() => _zipkin.DisposeAsync();

    [Theory]
    [InlineData(3, "/api/v2/services", null)]
    [InlineData(4, "/api/v2/services", Cached)]
    [InlineData(3, "/api/v2/spans?serviceName=s1", null)]
    [InlineData(4, "/api/v2/spans?serviceName=s1", Cached)]
    [InlineData(4, "/api/v2/remoteServices?serviceName=s1", Cached)]
    [InlineData(0, "/api/v2/autocompleteKeys", Cached)]
    public async Task Get_Names_AreCacheableWhenThereAreMany(int services, string path, string? cache)
    {
        var spans = Enumerable.Range(1, services).Select(i => $$$"""{"traceId":"a{{{i}}}","id":"b1","localEndpoint":{"serviceName":"s{{{i}}}"}}""");
        await _zipkin.GivenAsync($"[{string.Join(',', spans)}]");

        using var response = await _zipkin.Client.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(cache, response.Headers.NonValidated.TryGetValues("Cache-Control", out var values) ? values.Single() : null);
    }

    [Fact]
    public async Task Get_ParameterWithWrongCase_IsMissing() => Assert.Equal(
        (400, "Mandatory parameter/header/attribute is missing: serviceName"), await _zipkin.GetAsync("/api/v2/spans?servicename=s1"));
}
