using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using ZipkinMesh.Proxy.Counters;
using ZipkinMesh.Proxy.Formatting;
using ZipkinMesh.Proxy.Formatting.Output;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Tests.Proxy.Formatting;

/// <summary>Represents a request for tests of formats: GET /ok?a=1&amp;b=%41 from 10.1.10.23, answered by http://172.31.81.3:8000/.</summary>
internal sealed class FormattedStream : IDisposable
{
    private static readonly RouteEntry Route = new("service1", "ingress_http", "check", "/", TimeSpan.Zero, []) { Name = "route1", Counters = new ClusterCounters("service1") };

    public FormattedStream(bool hasRoute = true, bool isAnswered = true, params (string Name, string Value)[] headers)
    {
        var context = Context;
        context.Features.Get<IHttpRequestFeature>()!.RawTarget = "/ok?a=1&b=%41";
        context.Request.Method = "GET";
        context.Request.Scheme = "http";
        context.Request.Protocol = "HTTP/1.1";
        context.Request.Headers.Host = "mesh.test:80";
        (context.Connection.RemoteIpAddress, context.Connection.RemotePort) = (IPAddress.Parse("10.1.10.23"), 40_000);
        (context.Connection.LocalIpAddress, context.Connection.LocalPort) = (IPAddress.Parse("2001:db8:1:2:3::1"), 8000);
        foreach (var (name, value) in headers)
        {
            // Append would leave out an empty value.
            context.Request.Headers[name] = StringValues.Concat(context.Request.Headers[name], value);
        }

        Stream.Begin(context, new ListenerInfo("ingress_http", default), "10.1.10.23", isInternal: false, hasRoute ? Route : null);
        if (isAnswered)
        {
            Answer();
        }
    }

    public StreamInfo Stream { get; } = new();

    public DefaultHttpContext Context { get; } = new();

    /// <summary>Formats the request.</summary>
    public string Format(string format, ValueEscaping escaping = ValueEscaping.Text)
    {
        var buffer = new FormatBuffer(escaping);
        FormatString.Parse("Key", format).Append(Stream, buffer);
        return Encoding.UTF8.GetString(buffer.Written);
    }

    public void Dispose() => Stream.Dispose();

    private void Answer()
    {
        Stream.RequestId = "id-1";
        Stream.SpanIdentity = new SpanIdentity("463ac35c9f6413ad", "a2fb4a1d1a96d312", null, IsSampled: true, IsShared: false);
        Stream.IsForwarded = true;
        Stream.CompleteRequest();
        Stream.BeginAttempt("http://172.31.81.3:8000/");
        Stream.LastAttempt!.OnResponse(200, "HTTP/1.1");
        Stream.LastAttempt.LocalEndPoint = new IPEndPoint(IPAddress.Parse("172.31.81.2"), 50_000);
        Stream.ResponseCodeDetails = "via_upstream";
        Stream.BytesReceived = 7;
        Stream.BytesSent = 90;
        Context.Response.Headers["x-a"] = "1";
        Stream.End();
    }
}
