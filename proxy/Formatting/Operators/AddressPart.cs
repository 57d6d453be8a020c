namespace ZipkinMesh.Proxy.Formatting.Operators;

/// <summary>The part of an address that an operator writes.</summary>
internal enum AddressPart
{
    /// <summary>The IP address and the port: <c>10.1.10.23:80</c>, <c>[2001:db8::1]:80</c>.</summary>
    Whole,

    /// <summary>The IP address.</summary>
    WithoutPort,

    /// <summary>The port.</summary>
    Port,
}
