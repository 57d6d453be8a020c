using System.Text;
using ZipkinMesh.Proxy.AccessLog;

namespace ZipkinMesh.Tests.Proxy.AccessLog;

public sealed class LineBufferTests
{
    // Lines are taken for another reason than the time.
    private readonly LineBuffer _buffer = new(Timeout.InfiniteTimeSpan);

    [Fact]
    public void Take_Lines_ReturnsThemInOrder()
    {
        Assert.True(_buffer.TryAdd("one\n"u8));
        Assert.True(_buffer.TryAdd("two\n"u8));
        _buffer.Wake();

        Assert.Equal("one\ntwo\n", Encoding.UTF8.GetString(_buffer.Take().Span));

        _buffer.TryAdd("three\n"u8);
        _buffer.Wake();
        Assert.Equal("three\n", Encoding.UTF8.GetString(_buffer.Take().Span));
    }

    [Fact]
    public void TryAdd_FullBuffer_RejectsLineUntilTaken()
    {
        var line = new byte[LineBuffer.MaxSize / 4];
        Assert.True(_buffer.TryAdd(line) && _buffer.TryAdd(line) && _buffer.TryAdd(line) && _buffer.TryAdd(line));

        Assert.False(_buffer.TryAdd("\n"u8));

        Assert.Equal(LineBuffer.MaxSize, _buffer.Take().Length);
        Assert.True(_buffer.TryAdd("\n"u8));
    }

    [Fact]
    public async Task Take_FlushSizeReached_Returns()
    {
        var taken = Task.Run(() => _buffer.Take().Length, TestContext.Current.CancellationToken);
        for (var added = 0; added < LineBuffer.FlushSize; added += 1024)
        {
            Assert.False(taken.IsCompleted);
            _buffer.TryAdd(new byte[1024]);
        }

        Assert.Equal(LineBuffer.FlushSize, await taken.WaitAsync(Lines.Bound, TestContext.Current.CancellationToken));
    }
}
