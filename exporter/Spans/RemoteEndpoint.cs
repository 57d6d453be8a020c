namespace ZipkinMesh.Exporter.Spans;

/// <summary>
/// Finds the name of the service that a span called, among its attributes. Zipkin draws dependencies by it. The attributes have the ranks
/// of OpenTelemetry's specification
/// (https://github.com/open-telemetry/opentelemetry-specification/blob/v1.49.0/specification/trace/sdk_exporters/zipkin.md#remote-endpoint).
/// </summary>
internal struct RemoteEndpoint
{
    private const int None = int.MaxValue;

    private string? _name;
    private int _rank;
    private string? _networkPort;
    private string? _serverSocketPort;
    private string? _socketPort;

    public RemoteEndpoint() => _rank = None;

    /// <summary>Gets the name, with the port if an address has one; null when no attribute names the service.</summary>
    public readonly string? Name => PortOf(_rank) is { } port ? $"{_name}:{port}" : _name;

    /// <summary>Takes an attribute into account.</summary>
    public void Add(string key, object? value)
    {
        switch (key)
        {
            case "network.peer.port":
                _networkPort = AttributeText.Of(value);
                return;
            case "server.socket.port":
                _serverSocketPort = AttributeText.Of(value);
                return;
            case "net.sock.peer.port":
                _socketPort = AttributeText.Of(value);
                return;
        }

        var rank = RankOf(key);
        if (rank < _rank && value is string { Length: > 0 } name)
        {
            (_name, _rank) = (name, rank);
        }
    }

    private static int RankOf(string key) => key switch
    {
        "peer.service" => 1,
        "server.address" => 2,
        "net.peer.name" => 3,
        "network.peer.address" => 4,
        "server.socket.domain" => 5,
        "server.socket.address" => 6,
        "net.sock.peer.name" => 7,
        "net.sock.peer.addr" => 8,
        "peer.hostname" => 9,
        "peer.address" => 10,
        "db.name" => 11,
        _ => None,
    };

    private readonly string? PortOf(int rank) => rank switch
    {
        4 => _networkPort,
        6 => _serverSocketPort,
        8 => _socketPort,
        _ => null,
    };
}
