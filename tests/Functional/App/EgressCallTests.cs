using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using ZipkinMesh.App;
using ZipkinMesh.App.Options;

namespace ZipkinMesh.Tests.App;

public sealed class EgressCallTests : IDisposable
{
    private readonly Lines _errors = new();

    public void Dispose() => _errors.Dispose();

    [Fact]
    public async Task Trace_RequestWithTracingHeaders_CopiesTheseOnly()
    {
        await using var egress = await FakeEgress.StartAsync();
        // With a listener, .NET would add tracing headers of its own.
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Microsoft.AspNetCore" or "System.Net.Http",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        var given = EgressCall.TracingHeaders.Where(name => name is not "traceparent" and not "tracestate").ToArray();

        await SendAsync(egress.Address, request =>
        {
            Array.ForEach(given, name => request.Headers.Add(name, $"value of {name}"));
            request.Headers.Add("X-Other", "not a tracing header");
        });

        var (line, headers) = Assert.Single(egress.Requests);
        Assert.Equal("GET /trace/2", line);
        Assert.Equal(given.Append("Host").Order(StringComparer.OrdinalIgnoreCase), headers.Keys.Order(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
        Assert.All(given, name => Assert.Equal([$"value of {name}"], headers[name]));
    }

    [Fact]
    public async Task Trace_RepeatedAndLatin1Headers_CopiesAllValues()
    {
        await using var egress = await FakeEgress.StartAsync();

        await SendAsync(egress.Address, request =>
        {
            request.Headers.Add("tracestate", ["a=1", "b=2"]);
            request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
            request.Headers.TryAddWithoutValidation("X-Request-Id", "caf\u00e9");
        });

        var (_, headers) = Assert.Single(egress.Requests);
        Assert.Equal(["a=1, b=2"], headers["tracestate"]);
        Assert.Equal(["00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"], headers["traceparent"]);
        Assert.Equal(["caf\u00e9"], headers["X-Request-Id"]);
    }

    [Theory]
    [InlineData("1", "HEAD", "/trace/1", 1)]
    [InlineData("1", "OPTIONS", "/trace/1", 0)]
    [InlineData("1", "GET", "/service/1", 0)]
    [InlineData("2", "GET", "/trace/2", 0)]
    public async Task Request_OtherServicePathOrMethod_CallsEgressAsTheSandboxApp(string serviceName, string method, string path, int calls)
    {
        await using var egress = await FakeEgress.StartAsync();

        await SendAsync(egress.Address, request => (request.Method, request.RequestUri) = (new(method), new(path, UriKind.Relative)), serviceName);

        Assert.Equal(calls, egress.Requests.Count);
    }

    [Theory]
    [InlineData(302)]
    [InlineData(404)]
    [InlineData(503)]
    public async Task Trace_EgressReturnsError_ReturnsGreeting(int status)
    {
        await using var egress = await FakeEgress.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/elsewhere";
            return context.Response.WriteAsync("not here");
        });

        await SendAsync(egress.Address);

        Assert.Single(egress.Requests);
        Assert.Empty(_errors.All);
    }

    [Fact]
    public async Task Trace_EgressClosesEarly_ReturnsGreetingAndLogs()
    {
        await using var egress = await FakeEgress.StartAsync(async context =>
        {
            context.Response.ContentLength = 100;
            await context.Response.WriteAsync("part");
            context.Abort();
        });

        await SendAsync(egress.Address);

        await _errors.WaitForAsync($"service: GET {egress.Address}trace/2 failed");
    }

    [Fact]
    public async Task Trace_EgressRefusesConnection_ReturnsGreetingAndLogs()
    {
        await SendAsync(new Uri($"http://127.0.0.1:{Scratch.FreePorts(1)[0]}"));

        await _errors.WaitForAsync("failed: Connection refused");
    }

    [Fact]
    public async Task Trace_EgressDoesNotRespond_ReturnsGreetingAfterTimeout()
    {
        using var silent = new TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();

        await SendAsync(new Uri($"http://{silent.LocalEndpoint}"));

        await _errors.WaitForAsync("/trace/2 failed");
    }

    private async Task SendAsync(Uri egress, Action<HttpRequestMessage>? prepare = null, string serviceName = "1")
    {
        var options = new AppOptions { ServiceName = serviceName, Port = 0, Egress = egress, EgressTimeout = TimeSpan.FromMilliseconds(500) };
        await using var app = new DemoApp(options, TextWriter.Null, _errors);
        await app.StartAsync();

        using var client = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null, RequestHeaderEncodingSelector = (_, _) => System.Text.Encoding.Latin1 })
        { BaseAddress = app.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/trace/1");
        prepare?.Invoke(request);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(200, (int)response.StatusCode);
    }
}
