using ZipkinMesh.Proxy.Certificates;
using ZipkinMesh.Proxy.Counters;

namespace ZipkinMesh.Tests.Proxy.Certificates;

/// <summary>Tests when changed files count as complete.</summary>
public sealed class CertificateSourceTests : IDisposable
{
    private readonly Scratch _scratch = new();

    private string First => Path.Combine(_scratch.Folder, "first");

    private string Second => Path.Combine(_scratch.Folder, "second");

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void TakeChange_SameContent_IsNone()
    {
        var source = Create();

        File.WriteAllText(First, "1");
        File.SetLastWriteTimeUtc(Second, DateTime.UtcNow.AddDays(1));

        Assert.Equal([false, false, false], Enumerable.Range(0, 3).Select(_ => source.TakeChange()));
    }

    [Fact]
    public void TakeChange_ChangedContent_IsTakenOnceWhenReadTwice()
    {
        var source = Create();

        File.WriteAllText(Second, "3");
        File.SetLastWriteTimeUtc(Second, DateTime.UtcNow.AddDays(-1));

        Assert.Equal([false, true, false, false], Enumerable.Range(0, 4).Select(_ => source.TakeChange()));
    }

    [Fact]
    public void TakeChange_WhileFilesChange_Waits()
    {
        var source = Create();

        File.WriteAllText(First, "3");
        Assert.False(source.TakeChange());
        File.WriteAllText(Second, "4");
        Assert.False(source.TakeChange());
        Assert.True(source.TakeChange());
    }

    [Fact]
    public void TakeChange_ChangedBack_IsNone()
    {
        var source = Create();

        File.WriteAllText(First, "3");
        Assert.False(source.TakeChange());
        File.WriteAllText(First, "1");

        Assert.Equal([false, false], Enumerable.Range(0, 2).Select(_ => source.TakeChange()));
    }

    [Fact]
    public void TakeChange_RemovedAndBack_AreTwoChanges()
    {
        var source = Create();

        File.Delete(First);
        Assert.Equal([false, true], Enumerable.Range(0, 2).Select(_ => source.TakeChange()));
        File.WriteAllText(First, "1");

        Assert.Equal([false, true], Enumerable.Range(0, 2).Select(_ => source.TakeChange()));
    }

    private TestSource Create()
    {
        File.WriteAllText(First, "1");
        File.WriteAllText(Second, "2");
        return new TestSource([First, Second]);
    }

    private sealed class TestSource(IReadOnlyList<string> paths) : CertificateSource("test", paths, new CertificateCounters())
    {
        public override IEnumerable<CertificateFile> Authorities => [];

        public override IEnumerable<CertificateFile> Own => [];

        public override void Load()
        {
        }
    }
}
