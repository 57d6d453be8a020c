using ZipkinMesh.Zipkin.Storage;

namespace ZipkinMesh.Tests.Zipkin;

public sealed class TraceTableTests
{
    /// <summary>Compares the table with a dictionary, for ids that differ in their low bits, in their high bits, and in all bits.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 48)]
    [InlineData(0x9e37_79b9_7f4a_7c15, 0)]
    public void AddAndRemove_AnyOrder_FindsWhatIsThere(ulong factor, int shift)
    {
        var random = new Random(1);
        var traces = new TraceTable();
        var oldest = new Dictionary<ulong, long>();
        for (var i = 0; i < 20_000; i++)
        {
            // More are added at first, and more removed at last.
            var id = ((ulong)random.Next(1, 4000) * factor) << shift;
            if (random.Next(20_000) > i)
            {
                Add(traces, oldest, id, random.Next(1000));
            }
            else if (traces.Find(id) is var trace and >= 0)
            {
                traces.Remove(trace);
                oldest.Remove(id);
            }

            Assert.Equal(oldest.Count, traces.Count);
            Assert.Equal(oldest.ContainsKey(id), traces.Find(id) >= 0);
        }

        Assert.InRange(oldest.Count, 100, 3000);
        Assert.All(oldest.Keys, id => Assert.Equal(id, traces.State(traces.Find(id)).Low));
        AssertOrder(traces, oldest);
    }

    private static void Add(TraceTable traces, Dictionary<ulong, long> oldest, ulong id, long time)
    {
        var trace = traces.Find(id) is var known and >= 0 ? known : traces.Add(id);
        traces.Age(trace, time);
        oldest[id] = Math.Min(time, oldest.GetValueOrDefault(id, time));
    }

    private static void AssertOrder(TraceTable traces, Dictionary<ulong, long> oldest)
    {
        foreach (var (id, _) in oldest.OrderBy(pair => pair.Value).ThenBy(pair => pair.Key))
        {
            Assert.Equal(id, traces.State(traces.Oldest).Low);
            traces.Remove(traces.Oldest);
        }
    }
}
