using System.Text.Json;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Codecs.Json;

/// <summary>
/// Reads <c>{"serviceName":"service1","ipv4":"172.18.0.3","port":8000}</c>. The form of an address decides whether it is IPv4 or IPv6, not
/// the field it was sent in.
/// </summary>
internal static class EndpointReader
{
    /// <summary>Reads an endpoint; returns null when all of its fields are absent.</summary>
    /// <exception cref="InvalidSpanException"/>
    public static SpanEndpoint? Read(ref JsonCursor cursor)
    {
        cursor.Expect(JsonTokenType.StartObject);
        string? service = null, ipv4 = null, ipv6 = null;
        var port = 0L;
        while (cursor.NextField(out var name))
        {
            cursor.Inner = name;
            cursor.Next();
            switch (name)
            {
                case var _ when cursor.Token == JsonTokenType.Null: break;
                case "serviceName": service = SpanBuilder.Lower(cursor.Text()); break;
                case "ipv4" or "ipv6":
                    var ip = IpLiteral.Parse(cursor.Text());
                    (ipv4, ipv6) = (ip.Ipv4 ?? ipv4, ip.Ipv6 ?? ipv6);
                    break;
                case "port": port = cursor.Number(); break;
                default: cursor.Skip(); break;
            }
        }

        cursor.Inner = null;
        return SpanBuilder.Endpoint(service, ipv4, ipv6, port);
    }
}
