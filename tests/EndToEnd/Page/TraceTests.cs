using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace ZipkinMesh.Tests.Page;

/// <summary>Tests the page of one trace: find and filter, zoom, keys, hostile names.</summary>
public sealed class TraceTests(Browser browser)
{
    private const string TraceId = Samples.TraceId;

    [Fact]
    public async Task Trace_FindAndFilter_ShowOnlyMatchingSpans()
    {
        await using var open = await browser.OpenAsync();
        await open.Zipkin.GivenAsync(Samples.Failing(Samples.Now()));
        await open.GoAsync($"/zipkin/traces/{TraceId}");
        await open.WaitForTextAsync(".span-row", "get /api");

        await open.Page.Keyboard.PressAsync("/");
        await open.Page.Keyboard.TypeAsync("status_code=503");
        await open.WaitForTextAsync(".tally", "1 of 3 spans");
        await open.Find(".find-span").FillAsync("");
        await open.Find(".only-service").SelectOptionAsync("db");
        await open.WaitForTextAsync(".tally", "1 of 3 spans");
        Assert.Equal(2, await open.Find(".aside-row").CountAsync());
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task Trace_DragOnTheMinimap_ZoomsUntilEscape()
    {
        await using var open = await browser.OpenAsync();
        await open.Zipkin.GivenAsync(Samples.Failing(Samples.Now()));
        await open.GoAsync($"/zipkin/traces/{TraceId}");
        await open.WaitForTextAsync(".span-row", "get /api");
        var box = (await open.Find(".minimap").BoundingBoxAsync())!;

        await open.Page.Mouse.MoveAsync(box.X + (box.Width / 4), box.Y + 10);
        await open.Page.Mouse.DownAsync();
        await open.Page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + 10);
        await open.Page.Mouse.UpAsync();
        await open.Find(".unzoom").WaitForAsync();
        await open.ScreenshotAsync("zoomed");
        await open.Page.Keyboard.PressAsync("Escape");
        await open.Find(".unzoom").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task Trace_LinkOfOpenTelemetry_LeadsToTheOtherSpan()
    {
        await using var open = await browser.OpenAsync();
        await open.Zipkin.GivenAsync(
            """[{"traceId":"0af7651916cd43dd8448eb211c80319c","id":"b7ad6b7169203331","name":"batch"},{"traceId":"0af7651916cd43dd8448eb211c80319c","id":"b7ad6b7169203332","name":"linked"}]""");
        var link = """{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203332","attributes":[{"key":"why","value":{"stringValue":"<b>"}}]}""";
        Assert.Equal((200, "{}"), await open.Zipkin.PostOtlpAsync(OtlpJson.Message(OtlpJson.Span($"\"links\":[{link}]"))));
        await open.GoAsync($"/zipkin/traces/{OtlpJson.TraceId}");

        await open.WaitForTextAsync(".tags", "{\"why\":\"<b>\"}");
        await open.Find(".tags a").First.ClickAsync();

        await open.WaitForTextAsync(".span-row[aria-selected=true]", "linked");
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task Trace_Keys_MoveAndCollapse()
    {
        await using var open = await browser.OpenAsync();
        await open.Zipkin.GivenAsync(Samples.Failing(Samples.Now()));
        await open.GoAsync($"/zipkin/traces/{TraceId}");
        await open.Find(".span-row[aria-selected=true]").FocusAsync();

        await open.Page.Keyboard.PressAsync("ArrowDown");
        await open.WaitForTextAsync(".span-row[aria-selected=true]:focus", "get /api");
        await open.Page.Keyboard.PressAsync("ArrowLeft");
        await open.Find(".span-row[aria-expanded=false]:focus").WaitForAsync();
        Assert.Equal(2, await open.Find(".span-row").CountAsync());
        await open.Page.Keyboard.PressAsync("ArrowLeft");
        await open.WaitForTextAsync(".span-row[aria-selected=true]:focus", "get /");
        Assert.Empty(open.Errors);
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
        await open.WaitForTextAsync(".trace-item", Script);
        await open.GoAsync($"/zipkin/traces/{TraceId}");
        await open.WaitForTextAsync(".detail", Script);
        await open.Find("[data-view=graph]").ClickAsync();
        await open.WaitForTextAsync(".trace-graph text", "<script>");
        await open.ScreenshotAsync("hostile");
        Assert.Equal(0, await open.Find("img, main script").CountAsync());
        Assert.Equal(0, await open.Find("[href^=javascript], [onclick]").CountAsync());
        Assert.Equal(1, await open.Find(".tags a[href^=http]").CountAsync());
        await open.GoAsync("/zipkin/dependency");
        await open.WaitForTextAsync(".links", Script);

        Assert.False(await open.Page.EvaluateAsync<bool>("'hurt' in window"));
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task Trace_QuestionMark_ListsKeyboardShortcuts()
    {
        await using var open = await browser.OpenAsync();
        await open.Zipkin.GivenAsync(Samples.Failing(Samples.Now()));
        await open.GoAsync($"/zipkin/traces/{TraceId}");
        await open.WaitForTextAsync(".span-row", "get /api");

        await open.Page.Keyboard.PressAsync("?");
        await open.WaitForTextAsync(".keys", "Go to the next or previous error");
        await open.ScreenshotAsync("keys");
        await open.Page.Keyboard.PressAsync("Escape");
        await open.Find(".keys").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task Trace_ReplacedByAnother_RemovesItsListeners()
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
        await open.Find("#file").SetInputFilesAsync(Samples.File("one.json", Samples.Failing(Samples.Now())));
        await open.WaitForTextAsync(".note", "Opened from one.json");
        var once = await open.Page.EvaluateAsync<int>("listening.size");
        for (var i = 0; i < 3; i++)
        {
            await open.Find("#file").SetInputFilesAsync(Samples.File($"again{i}.json", Samples.Failing(Samples.Now())));
            await open.WaitForTextAsync(".note", $"Opened from again{i}.json");
        }

        Assert.Equal(once, await open.Page.EvaluateAsync<int>("listening.size"));
        Assert.Empty(open.Errors);
    }
}
