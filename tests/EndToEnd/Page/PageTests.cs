using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace ZipkinMesh.Tests.Page;

public sealed class PageTests(Browser browser)
{
    private const string TraceId = Samples.TraceId;

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Page_FromAnEmptyServerToATrace_ShowsEachStep(ColorScheme colours)
    {
        await using var open = await browser.OpenAsync(colours);
        var look = colours.ToString();
        await open.GoAsync("/zipkin/");
        await open.SeeAsync(".message", "No traces yet");
        await open.PictureAsync($"empty-{look}");

        await open.Zipkin.GivenAsync(Samples.Failing(Samples.Now()));
        await open.Find("button.primary").ClickAsync();
        await open.SeeAsync(".trace-item.has-error", "web");
        await open.PictureAsync($"list-{look}");

        await open.Find(".trace-item").ClickAsync();
        await open.SeeAsync(".span-row", "get /api");
        Assert.Equal(3, await open.Find(".span-row").CountAsync());
        await open.Find(".toolbar >> text=Next error").ClickAsync();
        await open.SeeAsync(".detail", "503");
        await open.SeeAsync(".detail .shifted", "to correct clock skew");
        await open.Find(".trace-graph summary").ClickAsync();
        await open.SeeAsync(".trace-graph .node", "db");
        await open.PictureAsync($"trace-{look}");

        await open.GoAsync("/zipkin/dependency");
        await open.SeeAsync(".links", "app");

        await open.Zipkin.GivenAsync(Samples.Shop(Samples.Now()));
        await open.GoAsync("/zipkin/traces/0000000000000004");
        await open.SeeAsync(".span-row", "reserve");
        await open.PictureAsync($"shop-{look}");
        await open.GoAsync("/zipkin/dependency");
        await open.SeeAsync(".links", "stock");
        await open.PictureAsync($"dependencies-{look}");
        Assert.Empty(open.Complaints);
    }

    [Fact]
    public async Task Trace_FindAndFilter_ShowOnlyMatchingSpans()
    {
        await using var open = await browser.OpenAsync();
        await open.Zipkin.GivenAsync(Samples.Failing(Samples.Now()));
        await open.GoAsync($"/zipkin/traces/{TraceId}");
        await open.SeeAsync(".span-row", "get /api");

        await open.Page.Keyboard.PressAsync("/");
        await open.Page.Keyboard.TypeAsync("status_code=503");
        await open.SeeAsync(".tally", "1 of 3 spans");
        await open.Find(".find-span").FillAsync("");
        await open.Find(".only-service").SelectOptionAsync("db");
        await open.SeeAsync(".tally", "1 of 3 spans");
        Assert.Equal(2, await open.Find(".aside-row").CountAsync());
        Assert.Empty(open.Complaints);
    }

    [Fact]
    public async Task Trace_DragOnTheMinimap_ZoomsUntilEscape()
    {
        await using var open = await browser.OpenAsync();
        await open.Zipkin.GivenAsync(Samples.Failing(Samples.Now()));
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
    public async Task Trace_Keys_MoveAndCollapse()
    {
        await using var open = await browser.OpenAsync();
        await open.Zipkin.GivenAsync(Samples.Failing(Samples.Now()));
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
    public async Task File_OpenedAndDownloaded_HasTheSameSpans()
    {
        await using var open = await browser.OpenAsync();
        var spans = Samples.Failing(Samples.Now());
        await open.GoAsync("/zipkin/");
        await open.Find("#file").SetInputFilesAsync(File("trace.json", spans));
        await open.SeeAsync(".span-row", "get /api");
        await open.SeeAsync(".note", "Opened from trace.json");
        Assert.EndsWith($"/zipkin/traces/{TraceId}", open.Page.Url.Split('#')[0], StringComparison.Ordinal);

        var download = await open.Page.RunAndWaitForDownloadAsync(() => open.Find(".download").ClickAsync());

        Assert.Equal($"{TraceId}.json", download.SuggestedFilename);
        using var reader = new StreamReader(await download.CreateReadStreamAsync());
        var saved = JsonNode.Parse(await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(spans), saved));
        Assert.Empty(open.Complaints);
    }

    [Theory]
    [InlineData("{", "Not valid JSON")]
    [InlineData("{}", "Expected a JSON array of spans")]
    [InlineData("[]", "no span")]
    [InlineData("""[{"traceId":"1"}]""", "has no valid id")]
    [InlineData("""[{"traceId":"1","id":"1","binaryAnnotations":[]}]""", "v1")]
    public async Task File_NotATrace_IsRejectedWithTheReason(string text, string reason)
    {
        await using var open = await browser.OpenAsync();
        await open.GoAsync("/zipkin/");
        await open.Find("#file").SetInputFilesAsync(File("bad.json", text));

        await open.SeeAsync(".message.bad", reason);
        Assert.Empty(open.Complaints);
    }

    [Fact]
    public async Task Trace_HostileNames_RunNoScript()
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
            ["timestamp"] = Samples.Now(),
            ["duration"] = 100,
            ["localEndpoint"] = new JsonObject { ["serviceName"] = Script },
            ["remoteEndpoint"] = new JsonObject { ["serviceName"] = Image },
            ["annotations"] = new JsonArray(new JsonObject { ["timestamp"] = Samples.Now(), ["value"] = Script }),
            ["tags"] = new JsonObject { [Image] = Script, ["error"] = Image, ["run"] = "javascript:window.hurt=1", ["see"] = "http://127.0.0.1/\"onclick=window.hurt=1" },
        }).ToJsonString());

        await open.GoAsync("/zipkin/");
        await open.SeeAsync(".trace-item", Script);
        await open.GoAsync($"/zipkin/traces/{TraceId}");
        await open.SeeAsync(".detail", Script);
        await open.Find(".trace-graph summary").ClickAsync();
        await open.SeeAsync(".trace-graph text", "<script>");
        await open.PictureAsync("hostile");
        Assert.Equal(0, await open.Find("img, main script").CountAsync());
        Assert.Equal(0, await open.Find("[href^=javascript], [onclick]").CountAsync());
        Assert.Equal(1, await open.Find(".tags a[href^=http]").CountAsync());
        await open.GoAsync("/zipkin/dependency");
        await open.SeeAsync(".links", Script);

        Assert.False(await open.Page.EvaluateAsync<bool>("'hurt' in window"));
        Assert.Empty(open.Complaints);
    }

    [Fact]
    public async Task Trace_QuestionMark_ListsKeyboardShortcuts()
    {
        await using var open = await browser.OpenAsync();
        await open.Zipkin.GivenAsync(Samples.Failing(Samples.Now()));
        await open.GoAsync($"/zipkin/traces/{TraceId}");
        await open.SeeAsync(".span-row", "get /api");

        await open.Page.Keyboard.PressAsync("?");
        await open.SeeAsync(".keys", "Go to the next error");
        await open.PictureAsync("keys");
        await open.Page.Keyboard.PressAsync("Escape");
        await open.Find(".keys").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        Assert.Empty(open.Complaints);
    }

    [Fact]
    public async Task Trace_LeftForAnother_RemovesItsListeners()
    {
        await using var open = await browser.OpenAsync();
        await open.Page.AddInitScriptAsync("""
            window.listening = new Set();
            const add = EventTarget.prototype.addEventListener;
            EventTarget.prototype.addEventListener = function (type, action, options) {
              if (this === window) {
                const one = { type };
                window.listening.add(one);
                options?.signal?.addEventListener('abort', () => window.listening.delete(one));
              }
              return add.call(this, type, action, options);
            };
            """);
        await open.GoAsync("/zipkin/");
        await open.Find("#file").SetInputFilesAsync(File("one.json", Samples.Failing(Samples.Now())));
        await open.SeeAsync(".note", "Opened from one.json");
        var once = await open.Page.EvaluateAsync<int>("listening.size");
        for (var i = 0; i < 3; i++)
        {
            await open.Find("#file").SetInputFilesAsync(File($"again{i}.json", Samples.Failing(Samples.Now())));
            await open.SeeAsync(".note", $"Opened from again{i}.json");
        }

        Assert.Equal(once, await open.Page.EvaluateAsync<int>("listening.size"));
        Assert.Empty(open.Complaints);
    }

    [Fact]
    public async Task Page_ThemeChosen_IsKeptAfterReload()
    {
        await using var open = await browser.OpenAsync();
        await open.Zipkin.GivenAsync(Samples.Failing(Samples.Now()));
        await open.GoAsync($"/zipkin/traces/{TraceId}");
        await open.SeeAsync(".span-row", "get /api");
        await open.Find("#theme").ClickAsync();
        await open.Find("#theme").ClickAsync();
        await open.Find(":root[data-theme=dark]").WaitForAsync();

        await open.Page.ReloadAsync();
        await open.SeeAsync(".span-row", "get /api");
        Assert.Equal("rgb(18, 23, 30)", await open.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
        await open.PictureAsync("dark-chosen");
        Assert.Empty(open.Complaints);
    }

    [Fact]
    public async Task Page_Settings_AreApplied()
    {
        await using var open = await browser.OpenAsync(
            ColorScheme.Light,
            "ZIPKIN_UI_ENVIRONMENT=staging",
            "ZIPKIN_UI_QUERY_LIMIT=7",
            "ZIPKIN_UI_DEFAULT_LOOKBACK=5400000",
            "ZIPKIN_UI_LOGS_URL=https://logs.example.com/?id={traceId}",
            "ZIPKIN_UI_SUPPORT_URL=https://help.example.com/",
            "ZIPKIN_UI_DEPENDENCY_ENABLED=false");
        await open.Zipkin.GivenAsync(Samples.Shop(Samples.Now()));
        await open.GoAsync("/zipkin/");
        await open.SeeAsync(".count", "7 traces");
        await open.SeeAsync(".environment", "staging");
        Assert.Equal(("7", "90m"), (await open.Find("[name=limit]").InputValueAsync(), await open.Find("[name=lookback]").InputValueAsync()));
        Assert.Equal("https://help.example.com/", await open.Find("nav a >> text=Support").GetAttributeAsync("href"));
        Assert.Equal(0, await open.Find("[data-nav=dependency]").CountAsync());
        await open.PictureAsync("settings");

        await open.Find(".trace-item").First.ClickAsync();
        Assert.Equal("https://logs.example.com/?id=0000000000000001", await open.Find("text=Logs").GetAttributeAsync("href"));
        Assert.Empty(open.Complaints);
    }

    [Fact]
    public async Task Page_NarrowWindow_FitsItsWidth()
    {
        const int Width = 390;
        await using var open = await browser.OpenAsync();
        await open.Page.SetViewportSizeAsync(Width, 844);
        await open.Zipkin.GivenAsync(Samples.Shop(Samples.Now()));
        foreach (var (path, seen, name) in new[]
        {
            ("/zipkin/", ".trace-item", "list"),
            ("/zipkin/traces/0000000000000004", ".span-row", "trace"),
            ("/zipkin/dependency", ".links", "dependencies"),
        })
        {
            await open.GoAsync(path);
            await open.Find(seen).First.WaitForAsync();
            await open.PictureAsync($"narrow-{name}");
            Assert.InRange(await open.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, Width);
        }

        Assert.Empty(open.Complaints);
    }

    [Fact]
    public async Task Page_SearchDisabled_ShowsMessage()
    {
        await using var open = await browser.OpenAsync(ColorScheme.Light, "SEARCH_ENABLED=false");
        await open.GoAsync("/zipkin/");

        await open.SeeAsync(".message", "Search is disabled");
        Assert.Empty(open.Complaints);
    }

    private static FilePayload File(string name, string text) => new() { Name = name, MimeType = "application/json", Buffer = Encoding.UTF8.GetBytes(text) };
}
