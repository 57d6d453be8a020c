using ZipkinMesh.Tests.WholeMesh;

namespace ZipkinMesh.Tests.Page;

/// <summary>Tests how the page shows a trace of proxies and apps.</summary>
public sealed class AppSpansTests(Browser browser)
{
    [Fact]
    public async Task Trace_AppsRecordSpans_ShowsProxiesAndAppsInOneTree()
    {
        await using var open = await browser.OpenAsync();
        var address = open.Zipkin.Client.BaseAddress!;
        using var mesh = await LocalMesh.StartAsync("--zipkin", address.GetLeftPart(UriPartial.Authority), "--app-spans");
        using var zipkin = new ZipkinClient(address.ToString());
        using var client = new HttpClient();
        using var response = await client.GetAsync($"{mesh.Front}/trace/1", TestContext.Current.CancellationToken);
        var traceId = response.Headers.GetValues("x-b3-traceid").Single();
        await zipkin.GetTraceAsync(traceId, 7);

        await open.GoAsync($"/zipkin/traces/{traceId}");
        await open.WaitForTextAsync(".span-row", "service2-app");
        await open.ScreenshotAsync("app-spans");
        Assert.Equal(
            ["front-proxy → service1 check_server1", "service1-app get", "service1-app → service1 get", "service1 → service2 check_server2", "service2-app get"],
            (await open.Find(".span-row .row-text").AllInnerTextsAsync()).Select(text => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
        await open.GoAsync("/zipkin/dependency");
        await open.WaitForTextAsync("body", "service2-app");
        await open.ScreenshotAsync("app-spans-dependencies");
        Assert.Empty(open.Errors);
    }
}
