namespace ZipkinMesh.Tests.AccessLog;

/// <summary>Lists the fields in which the mesh's lines differ from Envoy's; docs/access-log.md describes them.</summary>
internal static class KnownDifferences
{
    /// <summary>Returns true when a field may differ.</summary>
    /// <param name="name">The name of the request.</param>
    /// <param name="field">The field as Envoy writes it.</param>
    public static bool Contains(string name, string field) => (name, field.Split('=')[0]) switch
    {
        // Envoy discards the chunks that arrive together with a malformed one.
        ("bad-chunk", "BYTES_SENT") => true,

        // Envoy has read the body before it could open a connection.
        ("malformed-body", "UPSTREAM_REMOTE_ADDRESS" or "UPSTREAM_REMOTE_ADDRESS_WITHOUT_PORT" or "UPSTREAM_REMOTE_PORT") => true,
        _ => false,
    };
}
