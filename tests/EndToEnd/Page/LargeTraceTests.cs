using System.Globalization;
using System.Text.Json;

namespace ZipkinMesh.Tests.Page;

/// <summary>Tests traces of thousands of spans: the document contains only the visible rows. The times are figures to read, not verdicts.</summary>
public sealed class LargeTraceTests(Browser browser)
{
    private const int Spans = 5000;

    [Fact]
    public async Task Trace_FiveThousandSpans_DrawsOnlyVisibleRows()
    {
        await using var open = await OpenAsync();
        var drawn = await DrawnAsync(open);
        var rows = await open.Find(".span-row").CountAsync();
        await open.ScreenshotAsync("big");
        await open.Page.EvaluateAsync("scrollTo(0, document.body.scrollHeight)");
        await open.Find($".span-row[aria-rowindex='{Spans}']").WaitForAsync();
        await open.ScreenshotAsync("big-end");
        Report($"drawn after {drawn:0} ms, {rows} rows in the document");

        Assert.InRange(rows, 5, 80);
        Assert.InRange(await open.Find(".span-row").CountAsync(), 5, 80);
        Assert.Empty(open.Errors);
    }

    /// <summary>Scrolls 800 px per step from the first row to the last. After each step, the window shows the right rows without gaps.</summary>
    [Fact]
    public async Task Trace_FiveThousandSpans_ScrollsWithoutGaps()
    {
        await using var open = await OpenAsync();
        var seen = await open.Page.EvaluateAsync<JsonElement>("""
            async () => {
              const frame = () => new Promise(requestAnimationFrame);
              const body = document.querySelector('.rows');
              const rowHeight = document.querySelector('.span-row').offsetHeight;
              const times = [];
              let gaps = 0, wrong = 0, most = 0, last = await frame();
              for (let top = 0; top < document.documentElement.scrollHeight - innerHeight; top += 800) {
                scrollTo(0, top);
                await frame(); // the page renders the new position in this frame
                const now = await frame();
                times.push((now - last) / 2);
                last = now;
                const above = body.getBoundingClientRect().top;
                const first = Math.max(0, Math.floor((document.querySelector('.waterfall-head').getBoundingClientRect().bottom - above) / rowHeight));
                const end = Math.min(5000, Math.ceil((innerHeight - above) / rowHeight));
                for (let index = first; index < end; index++) {
                  const row = body.querySelector(`[aria-rowindex="${index + 1}"]`);
                  if (!row) gaps++;
                  else if (Math.abs(row.getBoundingClientRect().top - above - index * rowHeight) > 1) wrong++;
                }
                most = Math.max(most, body.children.length);
              }
              times.sort((a, b) => a - b);
              const at = (share) => times[Math.floor(share * (times.length - 1))];
              return { steps: times.length, median: at(0.5), p95: at(0.95), longest: at(1), most, gaps, wrong };
            }
            """);
        double Number(string name) => seen.GetProperty(name).GetDouble();
        Report($"{Number("steps")} steps of 800 px: median frame {Number("median"):0.0} ms, 95 % {Number("p95"):0.0} ms, longest {Number("longest"):0.0} ms; at most {Number("most")} rows");

        Assert.InRange(Number("steps"), 150, 250);
        Assert.Equal((0, 0), (Number("gaps"), Number("wrong")));
        Assert.InRange(Number("most"), 20, 80);
        Assert.Empty(open.Errors);
    }

    /// <summary>Prints how long 50,000 spans take to draw, to scroll through and to search.</summary>
    [Fact]
    public async Task Trace_FiftyThousandSpans_ShowsScrollsAndFinds()
    {
        const int Many = 50_000;
        await using var open = await OpenAsync(Many);
        var drawn = await DrawnAsync(open);
        await open.Find(".contributor").First.WaitForAsync();
        var seen = await open.Page.EvaluateAsync<JsonElement>("""
            async () => {
              const frame = () => new Promise(requestAnimationFrame);
              const sorted = (times) => times.sort((a, b) => a - b);
              const frames = [], keys = [];
              let last = await frame();
              for (let top = 0; top < 120 * 800; top += 800) {
                scrollTo(0, top);
                const now = await frame();
                frames.push(now - last);
                last = now;
              }
              scrollTo(0, 0);
              const find = document.querySelector('.find-span');
              for (const text of ['s', 'st', 'ste', 'step', 'step ', 'step 4', 'step 49', 'step 499', 'step 4999', 'step 49999']) {
                const start = performance.now();
                find.value = text;
                find.dispatchEvent(new Event('input'));
                document.body.offsetHeight; // layout, too
                keys.push(performance.now() - start);
              }
              return { median: sorted(frames)[60], p95: frames[114], first: keys[0], key: sorted(keys)[5], slowest: keys[9], rows: document.querySelectorAll('.span-row').length };
            }
            """);
        double Number(string name) => seen.GetProperty(name).GetDouble();
        Report($"{Many} spans drawn after {drawn:0} ms; scrolling: median frame {Number("median"):0.0} ms, 95 % {Number("p95"):0.0} ms; find: first key {Number("first"):0} ms, median {Number("key"):0} ms, slowest {Number("slowest"):0} ms");

        await open.WaitForTextAsync(".tally", $"1 of {Many} spans");
        Assert.InRange(Number("rows"), 2, 80);
        await open.ScreenshotAsync("fifty-thousand");
        Assert.Empty(open.Errors);
    }

    private async Task<OpenPage> OpenAsync(int spans = Spans)
    {
        var open = await browser.OpenAsync();
        await open.Zipkin.GivenAsync(Samples.Tree(spans));
        await open.GoAsync($"/zipkin/traces/{Samples.TraceId}");
        await open.Find(".span-row").First.WaitForAsync();
        return open;
    }

    // Returns a promise: Playwright's polling evaluates text, which the page's content security policy forbids.
    private static Task<double> DrawnAsync(OpenPage open) => open.Page.EvaluateAsync<double>("""
        () => new Promise(drawn => new PerformanceObserver(seen => seen.getEntriesByName('trace-drawn').forEach(mark => drawn(mark.startTime)))
            .observe({ type: 'mark', buffered: true }))
        """);

    private static void Report(FormattableString figures) =>
        TestContext.Current.TestOutputHelper?.WriteLine(figures.ToString(CultureInfo.InvariantCulture));
}
