using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace ZipkinMesh.Tests.Page;

public sealed class PageTests(Browser browser)
{
    private const string TraceId = "463ac35c9f6413ad48485a3953bb6124";

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Page_FromAnEmptyServerToATrace_ShowsEachStep(ColorScheme colours)
    {
        await using var open = await browser.OpenAsync(colours);
        var look = colours.ToString();
        await open.GoAsync("/zipkin/");
        await open.SeeAsync(".message", "No trace yet");
        await open.PictureAsync($"empty-{look}");

        await open.Zipkin.GivenAsync(Spans(Now()));
        await open.Find("button.primary").ClickAsync();
        await open.SeeAsync(".trace-item.has-error", "web");
        await open.PictureAsync($"list-{look}");

        await open.Find(".trace-item").ClickAsync();
        await open.SeeAsync(".span-row", "get /api");
        Assert.Equal(3, await open.Find(".span-row").CountAsync());
        await open.Find("text=Next error").ClickAsync();
        await open.SeeAsync(".detail", "503");
        await open.SeeAsync(".detail .shifted", "differs from its caller");
        await open.Find(".trace-graph summary").ClickAsync();
        await open.SeeAsync(".trace-graph .node", "db");
        await open.PictureAsync($"trace-{look}");

        await open.GoAsync("/zipkin/dependency");
        await open.SeeAsync(".links", "app");
        await open.PictureAsync($"dependencies-{look}");
        Assert.Empty(open.Complaints);
    }

    [Fact]
    public async Task Trace_FindAndFilter_ShowOnlyWhatFits()
    {
        await using var open = await browser.OpenAsync();
        await open.Zipkin.GivenAsync(Spans(Now()));
        await open.GoAsync($"/zipkin/traces/{TraceId}");
        await open.SeeAsync(".span-row", "get /api");

        await open.Page.Keyboard.PressAsync("/");
        await open.Page.Keyboard.TypeAsync("status_code=503");
        await open.SeeAsync(".tally", "1 of 3");
        await open.Find(".find-span").FillAsync("");
        await open.Find(".only-service").SelectOptionAsync("db");
        await open.SeeAsync(".tally", "1 of 3");
        Assert.Equal(2, await open.Find(".aside-row").CountAsync());
        Assert.Empty(open.Complaints);
    }

    [Fact]
    public async Task Trace_DragOnTheMinimap_ZoomsUntilEscape()
    {
        await using var open = await browser.OpenAsync();
        await open.Zipkin.GivenAsync(Spans(Now()));
        await open.GoAsync($"/zipkin/traces/{TraceId}");
        await open.SeeAsync(".span-row", "get /api");
        var box = (await open.Find(".minimap").BoundingBoxAsync())!;

        await open.Page.Mouse.MoveAsync(box.X + (box.Width / 4), box.Y + 10);
        await open.Page.Mouse.DownAsync();
        await open.Page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + 10);
        await open.Page.Mouse.UpAsync();
        await open.Find(".unzoom").WaitForAsync();
        await open.PictureAsync("zoomed");
        await open.Page.Keyboard.PressAsync("Escape");
        await open.Find(".unzoom").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        Assert.Empty(open.Complaints);
    }

    [Fact]
    public async Task Trace_Keys_MoveAndFold()
    {
        await using var open = await browser.OpenAsync();
        await open.Zipkin.GivenAsync(Spans(Now()));
        await open.GoAsync($"/zipkin/traces/{TraceId}");
        await open.Find(".span-row[aria-selected=true]").FocusAsync();

        await open.Page.Keyboard.PressAsync("ArrowDown");
        await open.SeeAsync(".span-row[aria-selected=true]:focus", "get /api");
        await open.Page.Keyboard.PressAsync("ArrowLeft");
        await open.Find(".span-row[aria-expanded=false]:focus").WaitForAsync();
        Assert.Equal(2, await open.Find(".span-row").CountAsync());
        await open.Page.Keyboard.PressAsync("ArrowLeft");
        await open.SeeAsync(".span-row[aria-selected=true]:focus", "get /");
        Assert.Empty(open.Complaints);
    }

    [Fact]
    public async Task File_UploadAndDownload_AreTheSameSpans()
    {
        await using var open = await browser.OpenAsync();
        var spans = Spans(Now());
        await open.GoAsync("/zipkin/");
        await open.Find("#file").SetInputFilesAsync(File("trace.json", spans));
        await open.SeeAsync(".span-row", "get /api");
        await open.SeeAsync(".note", "From the file trace.json");
        Assert.EndsWith($"/zipkin/traces/{TraceId}", open.Page.Url.Split('#')[0], StringComparison.Ordinal);

        var download = await open.Page.RunAndWaitForDownloadAsync(() => open.Find(".download").ClickAsync());

        Assert.Equal($"{TraceId}.json", download.SuggestedFilename);
        using var reader = new StreamReader(await download.CreateReadStreamAsync());
        var saved = JsonNode.Parse(await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(spans), saved));
        Assert.Empty(open.Complaints);
    }

    [Theory]
    [InlineData("{", "no JSON")]
    [InlineData("{}", "should begin with [")]
    [InlineData("[]", "no span")]
    [InlineData("""[{"traceId":"1"}]""", "has no id")]
    [InlineData("""[{"traceId":"1","id":"1","binaryAnnotations":[]}]""", "v1")]
    public async Task File_ThatIsNoTrace_IsRefusedWithTheReason(string text, string reason)
    {
        await using var open = await browser.OpenAsync();
        await open.GoAsync("/zipkin/");
        await open.Find("#file").SetInputFilesAsync(File("bad.json", text));

        await open.SeeAsync(".message.bad", reason);
        Assert.Empty(open.Complaints);
    }

    [Fact]
    public async Task Trace_HostileNames_RunNothing()
    {
        const string Script = "<script>window.hurt=1</script>";
        const string Image = "\"><img src=x onerror=window.hurt=1>";
        await using var open = await browser.OpenAsync();
        await open.Zipkin.GivenAsync(new JsonArray(new JsonObject
        {
            ["traceId"] = TraceId,
            ["id"] = "1",
            ["kind"] = "CLIENT",
            ["name"] = Image,
            ["timestamp"] = Now(),
            ["duration"] = 100,
            ["localEndpoint"] = new JsonObject { ["serviceName"] = Script },
            ["remoteEndpoint"] = new JsonObject { ["serviceName"] = Image },
            ["annotations"] = new JsonArray(new JsonObject { ["timestamp"] = Now(), ["value"] = Script }),
            ["tags"] = new JsonObject { [Image] = Script, ["error"] = Image },
        }).ToJsonString());

        await open.GoAsync("/zipkin/");
        await open.SeeAsync(".trace-item", Script);
        await open.GoAsync($"/zipkin/traces/{TraceId}");
        await open.SeeAsync(".detail", Script);
        await open.Find(".trace-graph summary").ClickAsync();
        await open.SeeAsync(".trace-graph text", "<script>");
        await open.PictureAsync("hostile");
        Assert.Equal(0, await open.Find("img, main script").CountAsync());
        await open.GoAsync("/zipkin/dependency");
        await open.SeeAsync(".links", Script);

        Assert.False(await open.Page.EvaluateAsync<bool>("'hurt' in window"));
        Assert.Empty(open.Complaints);
    }

    [Fact]
    public async Task Trace_FiveThousandSpans_DrawsTheRowsThatAreSeen()
    {
        await using var open = await browser.OpenAsync();
        var start = Now();
        var spans = Enumerable.Range(1, 5000).Select(i => (JsonNode)new JsonObject
        {
            ["traceId"] = TraceId,
            ["id"] = i.ToString("x16", CultureInfo.InvariantCulture),
            ["parentId"] = i == 1 ? null : ((i + 2) / 4).ToString("x16", CultureInfo.InvariantCulture),
            ["name"] = $"step {i}",
            ["timestamp"] = start + (i * 10),
            ["duration"] = 60000 - (i * 10),
            ["localEndpoint"] = new JsonObject { ["serviceName"] = $"s{i % 9}" },
        });
        await open.Zipkin.GivenAsync(new JsonArray([.. spans]).ToJsonString());
        await open.GoAsync($"/zipkin/traces/{TraceId}");
        await open.Find(".span-row").First.WaitForAsync();
        // A promise of the mark, now or later: the page's policy forbids WaitForFunction's polling, which evaluates text.
        var drawn = await open.Page.EvaluateAsync<double>("""
            () => new Promise(drawn => new PerformanceObserver(seen => seen.getEntriesByName('trace-drawn').forEach(mark => drawn(mark.startTime)))
                .observe({ type: 'mark', buffered: true }))
            """);
        var rows = await open.Find(".span-row").CountAsync();
        await open.PictureAsync("big");
        await open.Page.EvaluateAsync("scrollTo(0, document.body.scrollHeight)");
        await open.Find(".span-row[aria-rowindex='5000']").WaitForAsync();
        await open.PictureAsync("big-end");
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"drawn after {drawn:0} ms, {rows} rows in the document"));

        Assert.InRange(rows, 5, 80);
        Assert.InRange(await open.Find(".span-row").CountAsync(), 5, 80);
        Assert.Empty(open.Complaints);
    }

    private static long Now() => DateTimeOffset.UtcNow.AddSeconds(-5).ToUnixTimeMilliseconds() * 1000;

    private static FilePayload File(string name, string text) => new() { Name = name, MimeType = "application/json", Buffer = Encoding.UTF8.GetBytes(text) };

    /// <summary>A call from web to app, whose clock is behind, and on to db.</summary>
    private static string Spans(long at) => $$$"""
        [{"traceId":"{{{TraceId}}}","id":"0000000000000001","kind":"SERVER","name":"get /","timestamp":{{{at}}},"duration":100000,"localEndpoint":{"serviceName":"web","ipv4":"10.0.0.1"}},
         {"traceId":"{{{TraceId}}}","id":"0000000000000002","parentId":"0000000000000001","kind":"CLIENT","name":"get","timestamp":{{{at + 10000}}},"duration":80000,"localEndpoint":{"serviceName":"web","ipv4":"10.0.0.1"}},
         {"traceId":"{{{TraceId}}}","id":"0000000000000002","parentId":"0000000000000001","kind":"SERVER","name":"get /api","timestamp":{{{at - 500000}}},"duration":60000,"shared":true,"localEndpoint":{"serviceName":"app","ipv4":"10.0.0.2"},"tags":{"error":"503","http.status_code":"503"}},
         {"traceId":"{{{TraceId}}}","id":"0000000000000003","parentId":"0000000000000002","kind":"CLIENT","name":"query","timestamp":{{{at - 490000}}},"duration":20000,"localEndpoint":{"serviceName":"app","ipv4":"10.0.0.2"},"remoteEndpoint":{"serviceName":"db"}}]
        """;
}
