using System.Globalization;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Codecs.Otlp;

/// <summary>
/// Collects the attributes that the endpoints of a span come from. The remote service is the first of these that is present:
/// <c>peer.service</c>, <c>server.address</c>, <c>net.peer.name</c>, <c>network.peer.address</c>, <c>server.socket.domain</c>,
/// <c>server.socket.address</c>, <c>net.sock.peer.name</c>, <c>net.sock.peer.addr</c>, <c>peer.hostname</c>, <c>peer.address</c>,
/// <c>db.name</c>. Its address and port are <c>network.peer.address</c> and <c>network.peer.port</c>, or those of older conventions.
/// </summary>
internal struct EndpointAttributes
{
    private const int NoRank = int.MaxValue;

    private int _rank;
    private string? _name;
    private string? _address;
    private string? _port;
    private string? _socketAddress;
    private string? _socketPort;
    private string? _localAddress;
    private string? _localPort;

    public EndpointAttributes() => _rank = NoRank;

    /// <summary>Adds an attribute; most are not about endpoints.</summary>
    public void Add(string key, string value)
    {
        switch (key)
        {
            case "peer.service": Offer(1, value); break;
            case "server.address": Offer(2, value); break;
            case "net.peer.name": Offer(3, value); break;
            case "network.peer.address": Offer(4, _address = value); break;
            case "network.peer.port": _port = value; break;
            case "server.socket.domain": Offer(5, value); break;
            case "server.socket.address": Offer(6, _socketAddress = value); break;
            case "server.socket.port" or "net.sock.peer.port": _socketPort = value; break;
            case "net.sock.peer.name": Offer(7, value); break;
            case "net.sock.peer.addr": Offer(8, _socketAddress = value); break;
            case "peer.hostname": Offer(9, value); break;
            case "peer.address": Offer(10, value); break;
            case "db.name": Offer(11, value); break;
            case "network.local.address": _localAddress = value; break;
            case "network.local.port": _localPort = value; break;
        }
    }

    /// <summary>Returns the remote endpoint; null when the span has no remote service.</summary>
    public readonly SpanEndpoint? Remote(SpanKind kind)
    {
        if (_rank == NoRank || kind is not (SpanKind.Client or SpanKind.Producer))
        {
            return null;
        }

        return _address is null ? Endpoint(_name, _socketAddress, _socketPort) : Endpoint(_name, _address, _port);
    }

    /// <summary>Returns the endpoint of the service, with the address that the span has for it.</summary>
    public readonly SpanEndpoint Local(SpanEndpoint service) =>
        _localAddress is null && _localPort is null ? service : Endpoint(service.ServiceName, _localAddress, _localPort);

    private void Offer(int rank, string name)
    {
        if (rank <= _rank && name.Length > 0)
        {
            (_rank, _name) = (rank, name);
        }
    }

    private static SpanEndpoint Endpoint(string? name, string? address, string? port)
    {
        var (ipv4, ipv6) = address is null ? default : IpLiteral.Parse(address);
        _ = ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        return new(SpanBuilder.Lower(name), ipv4, ipv6, number);
    }
}
