using System.Buffers;
using System.Text;
using ZipkinMesh.Proxy.Listeners.Codecs;

namespace ZipkinMesh.Tests.Proxy;

public sealed class Http2PrefaceTests
{
    private const string Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    [Theory]
    [InlineData("", null)]
    [InlineData("P", null)]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r", null)]
    [InlineData(Preface, true)]
    [InlineData(Preface + "\0\0\0\x4\0\0\0\0\0", true)]
    [InlineData("PO", false)]
    [InlineData("GET / HTTP/1.1\r\nHost: mesh.test\r\n\r\n", false)]
    [InlineData("PRI * HTTP/2.0\r\nHost: mesh.test\r\n\r\n", false)]
    [InlineData("pri * http/2.0\r\n\r\nsm\r\n\r\n", false)]
    public void Find_AnyStart_DecidesAtTheFirstDifference(string received, bool? isHttp2) =>
        Assert.Equal(isHttp2, Http2Preface.Find(new ReadOnlySequence<byte>(Encoding.Latin1.GetBytes(received))));
}
