using System.Text.Json;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Json;

/// <summary>
/// Reads <c>{"serviceName":"service1","ipv4":"172.18.0.3","port":8000}</c>. An address goes where its form belongs, whatever field it
/// came in.
/// </summary>
internal static class EndpointReader
{
    /// <summary>Null when nothing is known of it.</summary>
    /// <exception cref="RefusedException"/>
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
                case "serviceName": service = SpanDraft.Lower(cursor.Text()); break;
                case "ipv4" or "ipv6":
                    var ip = IpLiteral.Read(cursor.Text());
                    (ipv4, ipv6) = (ip.Ipv4 ?? ipv4, ip.Ipv6 ?? ipv6);
                    break;
                case "port": port = cursor.Number(); break;
                default: cursor.Skip(); break;
            }
        }

        cursor.Inner = null;
        return SpanDraft.Endpoint(service, ipv4, ipv6, port);
    }
}
