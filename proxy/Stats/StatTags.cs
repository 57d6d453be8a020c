namespace ZipkinMesh.Proxy.Stats;

/// <summary>
/// Defines the tags that Envoy extracts from the names of statistics
/// (https://github.com/envoyproxy/envoy/blob/v1.36.0/source/common/config/well_known_names.cc).
/// </summary>
internal static class StatTags
{
    public const string Cluster = "envoy.cluster_name";
    public const string ConnectionManager = "envoy.http_conn_manager_prefix";
    public const string Listener = "envoy.listener_address";
    public const string TlsVersion = "envoy.ssl_version";
    public const string TlsCipher = "envoy.ssl_cipher";
    public const string Code = "envoy.response_code";
    public const string CodeClass = "envoy.response_code_class";
}
