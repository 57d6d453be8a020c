using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>The time limit of one query.</summary>
/// <param name="clock">The clock.</param>
/// <param name="timeout">The time that the query may take; zero means no limit.</param>
internal sealed class QueryDeadline(TimeProvider clock, TimeSpan timeout)
{
    /// <summary>No limit.</summary>
    public static readonly QueryDeadline None = new(TimeProvider.System, TimeSpan.Zero);

    private readonly long _start = clock.GetTimestamp();

    // The time in which the query waited for its client.
    private TimeSpan _waited;

    /// <summary>Throws when the time is over. Queries call this between two steps of bounded length.</summary>
    /// <exception cref="TimeoutException"/>
    public void ThrowIfOver()
    {
        if (timeout > TimeSpan.Zero && clock.GetElapsedTime(_start) - _waited > timeout)
        {
            throw new TimeoutException($"The query took more than {timeout.TotalSeconds} s; narrow it, or set QUERY_TIMEOUT");
        }
    }

    /// <summary>Returns the spans, and throws between two of them when the time is over.</summary>
    /// <exception cref="TimeoutException"/>
    public IEnumerable<Span> Watch(IEnumerable<Span> spans)
    {
        foreach (var span in spans)
        {
            ThrowIfOver();
            yield return span;
        }
    }

    /// <summary>Waits for the client, which doesn't count as time of the query: the server limits slow clients itself.</summary>
    public async Task WaitAsync(Task clientTask)
    {
        var start = clock.GetTimestamp();
        await clientTask;
        _waited += clock.GetElapsedTime(start);
    }
}
