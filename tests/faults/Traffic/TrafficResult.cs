namespace ZipkinMesh.Faults.Traffic;

/// <summary>Counts the requests of a client and their responses. Thread-safe.</summary>
internal sealed class TrafficResult
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, int> _responses = new(StringComparer.Ordinal);
    private readonly Counter _sent = new();

    public int Sent => (int)_sent.Value;

    /// <summary>Gets the number of requests whose response wasn't the expected one, or that had none.</summary>
    public int Failed { get; private set; }

    /// <summary>Gets the number of responses, complete or not.</summary>
    public int Answered { get; private set; }

    public TimeSpan Slowest { get; private set; }

    /// <summary>Gets the longest time to the end of a response's head.</summary>
    public TimeSpan SlowestHead { get; private set; }

    /// <summary>Gets the responses by status, as in <c>200 ×500, 503 ×2</c>.</summary>
    public string Responses
    {
        get
        {
            lock (_lock)
            {
                return string.Join(", ", _responses.Select(pair => $"{pair.Key} ×{pair.Value}"));
            }
        }
    }

    /// <summary>Waits until this number of requests has been sent and answered, or has failed.</summary>
    /// <exception cref="TimeoutException">That takes longer than two minutes.</exception>
    public Task WaitForAsync(int count, CancellationToken cancel) => _sent.ReachAsync(count).WaitAsync(TimeSpan.FromMinutes(2), cancel);

    public void Add(Response response, bool isExpected)
    {
        lock (_lock)
        {
            Failed += isExpected ? 0 : 1;
            Answered += response.Status > 0 ? 1 : 0;
            Slowest = response.ToEnd > Slowest ? response.ToEnd : Slowest;
            SlowestHead = response.ToHead > SlowestHead ? response.ToHead : SlowestHead;
            _responses[response.ToString()] = _responses.GetValueOrDefault(response.ToString()) + 1;
        }

        _sent.Increment();
    }
}
