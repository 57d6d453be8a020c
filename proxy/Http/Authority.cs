namespace ZipkinMesh.Proxy.Http;

/// <summary>Reads the authority of a destination's address, such as <c>172.31.81.3:8000</c>. An address has no user name.</summary>
internal static class Authority
{
    /// <summary>Returns the authority of an address such as <c>http://172.31.81.3:8000/</c>.</summary>
    public static ReadOnlySpan<char> Of(string address)
    {
        var authority = address.AsSpan(address.IndexOf("://", StringComparison.Ordinal) + 3);
        var end = authority.IndexOf('/');
        return end < 0 ? authority : authority[..end];
    }

    /// <summary>Splits an authority into its host and its port, which is empty when there is none.</summary>
    public static void Split(ReadOnlySpan<char> authority, out ReadOnlySpan<char> host, out ReadOnlySpan<char> port)
    {
        var colon = authority.LastIndexOf(':');
        var hasPort = colon > authority.LastIndexOf(']');
        host = hasPort ? authority[..colon] : authority;
        port = hasPort ? authority[(colon + 1)..] : default;
    }
}
