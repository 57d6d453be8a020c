using Microsoft.Extensions.Logging.Abstractions;
using ZipkinMesh.Proxy.Listeners;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Tests.Proxy;

public sealed class OverloadManagerTests : IDisposable
{
    private readonly OverloadState _state = new();
    private readonly OverloadManager _manager;

    public OverloadManagerTests() => _manager = new OverloadManager(_state, new ConnectionTable(), NullLogger<OverloadManager>.Instance);

    public void Dispose() => _manager.Dispose();

    [Theory]
    [InlineData(0.00, false, false)]
    [InlineData(0.74, false, false)]
    [InlineData(0.75, true, false)]
    [InlineData(0.84, true, false)]
    [InlineData(0.85, true, true)]
    [InlineData(1.00, true, true)]
    public void Refresh_Pressure_StopsSpansBeforeRequests(double pressure, bool shedsSpans, bool rejectsRequests)
    {
        _manager.Refresh(pressure, null);

        Assert.Equal((shedsSpans, rejectsRequests), (_state.ShedsSpans, _state.RejectsRequests));
    }

    [Fact]
    public void Refresh_PressureFalls_AllowsEverythingAgain()
    {
        _manager.Refresh(0.9, null);
        _manager.Refresh(0.8, null);
        Assert.Equal((true, false), (_state.ShedsSpans, _state.RejectsRequests));

        _manager.Refresh(0.1, null);

        Assert.Equal((false, false), (_state.ShedsSpans, _state.RejectsRequests));
    }

    [Fact]
    public void Refresh_NewConnections_AreAllThatCanBeOpened()
    {
        Assert.True(_state.TryOpenConnection());
        _manager.Refresh(0.4, 2);
        _manager.Refresh(0.4, null);

        Assert.Equal([true, true, false, false], Enumerable.Range(0, 4).Select(_ => _state.TryOpenConnection()));

        _manager.Refresh(0.4, 1);
        Assert.True(_state.TryOpenConnection());
    }

    [Theory]
    [InlineData(192 << 20, 0.0, 768)]
    [InlineData(192 << 20, 0.45, 76)]
    [InlineData(192 << 20, 0.5, 0)]
    [InlineData(192 << 20, 0.9, 0)]
    [InlineData(0, 0.0, int.MaxValue)]
    [InlineData(long.MaxValue, 0.0, int.MaxValue)]
    public void AffordableConnections_Pressure_FillsHalfOfTheMemory(long limit, double pressure, int expected) =>
        Assert.Equal(expected, OverloadManager.AffordableConnections(limit, pressure));
}
