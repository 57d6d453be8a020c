using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Codecs.V1;

/// <summary>Sets the remote endpoints from the addresses of the server (sa), the client (ca) and the broker (ma).</summary>
internal sealed class V1RemoteEndpoints(V1Span source, V1SpanBuilders builders)
{
    public static bool IsAddress(V1BinaryAnnotation annotation) => annotation.Key is "ca" or "sa" or "ma";

    public void Apply()
    {
        var (clientAddress, serverAddress, brokerAddress) = (Address("ca"), Address("sa"), Address("ma"));
        var (client, server) = (builders.Core("cs") ?? builders.Core("cr"), builders.Core("sr") ?? builders.Core("ss"));
        if (client is null && server is null && (clientAddress ?? serverAddress) is not null)
        {
            SetWithoutCoreAnnotations(clientAddress, serverAddress);
            return;
        }

        if (clientAddress is not null && server is not null && clientAddress != server.Endpoint)
        {
            // Some servers write their own service name into the client's address.
            builders.For(server.Endpoint).Remote = clientAddress.ServiceName == server.Endpoint?.ServiceName
                ? SpanBuilder.Endpoint(null, clientAddress.Ipv4, clientAddress.Ipv6, clientAddress.Port)
                : clientAddress;
        }

        if (serverAddress is not null && client is not null && serverAddress != client.Endpoint)
        {
            builders.For(client.Endpoint).Remote = serverAddress;
        }

        if (brokerAddress is not null)
        {
            SetBroker("ms", brokerAddress);
            SetBroker("mr", brokerAddress);
        }
    }

    private void SetWithoutCoreAnnotations(SpanEndpoint? clientAddress, SpanEndpoint? serverAddress)
    {
        var builder = builders.For(serverAddress is null ? null : clientAddress);
        builder.Remote = serverAddress ?? clientAddress;
        builder.Kind = serverAddress is null ? SpanKind.Server : builder.Kind;
    }

    private void SetBroker(string value, SpanEndpoint brokerAddress)
    {
        if (builders.Core(value) is { } annotation)
        {
            builders.For(annotation.Endpoint).Remote = brokerAddress;
        }
    }

    private SpanEndpoint? Address(string key) =>
        source.BinaryAnnotations.FindLast(annotation => annotation.Key == key && annotation.Endpoint is not null)?.Endpoint;
}
