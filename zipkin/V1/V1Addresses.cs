using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.V1;

/// <summary>Who was called (sa), who called (ca), and which broker was between (ma): the remote endpoints of the sides.</summary>
internal sealed class V1Addresses(V1Span source, V1Sides sides)
{
    public static bool IsAddress(V1Tag tag) => tag.Key is "ca" or "sa" or "ma";

    public void Set()
    {
        var (client, server, broker) = (Address("ca"), Address("sa"), Address("ma"));
        var (called, answered) = (sides.Event("cs") ?? sides.Event("cr"), sides.Event("sr") ?? sides.Event("ss"));
        if (called is null && answered is null && (client ?? server) is not null)
        {
            SetAlone(client, server);
            return;
        }

        if (client is not null && answered is not null && client != answered.Endpoint)
        {
            // A server may write its own name to its client's address.
            sides.Of(answered.Endpoint).Remote = client.ServiceName == answered.Endpoint?.ServiceName
                ? SpanDraft.Endpoint(null, client.Ipv4, client.Ipv6, client.Port)
                : client;
        }

        if (server is not null && called is not null && server != called.Endpoint)
        {
            sides.Of(called.Endpoint).Remote = server;
        }

        if (broker is not null && (sides.Event("ms") ?? sides.Event("mr")) is not null)
        {
            SetBroker("ms", broker);
            SetBroker("mr", broker);
        }
    }

    private void SetAlone(SpanEndpoint? client, SpanEndpoint? server)
    {
        var side = sides.Of(server is null ? null : client);
        side.Remote = server ?? client;
        side.Kind = server is null ? SpanKind.Server : side.Kind;
    }

    private void SetBroker(string name, SpanEndpoint broker)
    {
        if (sides.Event(name) is { } sentOrReceived)
        {
            sides.Of(sentOrReceived.Endpoint).Remote = broker;
        }
    }

    private SpanEndpoint? Address(string key) => source.Tags.FindLast(tag => tag.Key == key && tag.Endpoint is not null)?.Endpoint;
}
