using System.Security.Authentication;

namespace ZipkinMesh.Tests.Support.Certificates;

/// <summary>Represents a request to a server with TLS, and what the server has learned of its connection.</summary>
/// <param name="Protocol">The version of HTTP, such as <c>HTTP/2</c>.</param>
/// <param name="Host">The Host header or the authority.</param>
/// <param name="ServerName">The server name of the handshake (SNI); empty for none.</param>
/// <param name="Version">The version of TLS.</param>
/// <param name="ClientSubject">The subject of the client's certificate; null for none.</param>
/// <param name="Connection">The id of the connection.</param>
internal sealed record TlsRequest(
    string Protocol, string? Host, string? ServerName, SslProtocols Version, string? ClientSubject, string Connection);
