using FsCheck;
using FsCheck.Fluent;
using ZipkinMesh.App;

namespace ZipkinMesh.Tests.App;

public sealed class RequestLogTests
{
    private static readonly DateTimeOffset Time = new(2022, 9, 20, 9, 22, 45, TimeSpan.FromHours(2));

    [Theory]
    [InlineData("GET /trace/2 HTTP/1.1", "GET /trace/2 HTTP/1.1")]
    [InlineData("GET /a\e[31m HTTP/1.1", @"GET /a\x1b[31m HTTP/1.1")]
    [InlineData(@"GET /a\b HTTP/1.1", @"GET /a\\b HTTP/1.1")]
    public void Format_Request_ReturnsLineOfWerkzeug(string request, string shown) =>
        Assert.Equal($"127.0.0.1 - - [20/Sep/2022 09:22:45] \"{shown}\" 200 -", RequestLog.Format("127.0.0.1", Time, request, 200));

    [Fact]
    public void Format_AnyRequest_HasNoControlCharacters() =>
        Prop.ForAll<NonNull<string>>(request => !RequestLog.Format("127.0.0.1", Time, request.Get, 200).Any(char.IsControl))
            .QuickCheckThrowOnFailure();
}
