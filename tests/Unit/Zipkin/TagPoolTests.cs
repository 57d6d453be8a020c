using System.Text;
using ZipkinMesh.Zipkin.Codecs.Protobuf;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Tests.Zipkin;

public sealed class TagPoolTests
{
    private readonly TagPool _pool = new();

    [Fact]
    public void GetTag_Repeated_ReturnsTheSameStrings()
    {
        _pool.GetTag(Message("http.method", "GET"));
        var (second, third) = (_pool.GetTag(Message("http.method", "GET")), _pool.GetTag(Message("http.method", "GET")));

        Assert.Equal(new("http.method", "GET"), third);
        Assert.Same(second!.Value.Key, third!.Value.Key);
        Assert.Same(second.Value.Value, third.Value.Value);
    }

    /// <summary>Far more tags than there are places, and some that differ only in the bytes that the hash doesn't cover.</summary>
    [Fact]
    public void GetTag_ManyTags_ReturnsEachOne()
    {
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 20_000; i++)
            {
                var value = $"some-quite-long-value-{i % 10}-of-many-others-{i / 10}";
                Assert.Equal(new("key", value), _pool.GetTag(Message("key", value)));
            }
        }
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("key", "")]
    [InlineData("", "value")]
    public void GetTag_EmptyText_IsATag(string key, string value)
    {
        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(new(key, value), _pool.GetTag(Message(key, value)));
        }
    }

    [Fact]
    public void GetTag_NoKey_IsNull()
    {
        for (var round = 0; round < 3; round++)
        {
            Assert.Null(_pool.GetTag([]));
            Assert.Null(_pool.GetTag([0x12, 1, (byte)'v']));
        }
    }

    [Fact]
    public void GetTag_Truncated_Throws()
    {
        for (var round = 0; round < 3; round++)
        {
            Assert.Throws<InvalidSpanException>(() => _pool.GetTag([0x0a, 5, (byte)'k']));
        }
    }

    private static byte[] Message(string key, string value) =>
        [0x0a, (byte)key.Length, .. Encoding.UTF8.GetBytes(key), 0x12, (byte)value.Length, .. Encoding.UTF8.GetBytes(value)];
}
