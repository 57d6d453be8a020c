namespace ZipkinMesh.Faults.Attacks;

/// <summary>Describes what a hostile client does on its HTTP/2 connections.</summary>
/// <param name="Name">The name.</param>
/// <param name="Description">The attack in a few words.</param>
/// <param name="Frames">Returns the next frames to send; null when there are no more, and the connection stays open.</param>
internal sealed record Attack(string Name, string Description, Func<int, byte[]?> Frames)
{
    /// <summary>Gets the payload of the client's SETTINGS frame.</summary>
    public byte[] Settings { get; init; } = [];

    /// <summary>Gets the number of connections.</summary>
    public int Connections { get; init; } = 4;

    /// <summary>Gets a value indicating that the client reads what the proxy sends.</summary>
    public bool Reads { get; init; } = true;

    /// <summary>Runs one connection until the proxy closes it.</summary>
    /// <returns>True when the proxy closed it; false when time was up.</returns>
    public async Task<bool> RunAsync(int port, CancellationToken cancel)
    {
        try
        {
            using var connection = await Http2Connection.OpenAsync(port, Settings, cancel);
            var reading = Reads ? connection.DrainAsync(cancel) : Task.Delay(Timeout.Infinite, cancel);
            var sending = SendAsync(connection, cancel);
            await await Task.WhenAny(reading, sending);
            await reading;
            return true;
        }
        catch (Exception e) when (e is System.Net.Sockets.SocketException or ObjectDisposedException)
        {
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task SendAsync(Http2Connection connection, CancellationToken cancel)
    {
        for (var round = 0; Frames(round) is { } frames; round++)
        {
            await connection.SendAsync(frames, cancel);
        }
    }
}
