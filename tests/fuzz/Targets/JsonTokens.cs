namespace ZipkinMesh.Fuzz.Targets;

/// <summary>The words of JSON, and the fields of spans.</summary>
internal static class JsonTokens
{
    /// <summary>The words of any JSON, and values that are at a limit.</summary>
    public static readonly string[] Json =
    [
        "[", "]", "{", "}", ",", ":", "\"", "\\", "\\u0000", "\\ud800", "\\udc00", "\\u00e9", "null", "true", "false", "0", "-1", "1e400", "1.5", "1.50e2", "\"1\"", "0.0",
        "9223372036854775807", "-9223372036854775808", "18446744073709551616", "65535", "65536", "\t", "\n", "\0", "\u00ff", "\u00c3\u00a9", "\u00ed\u00a0\u0080", "{}", "[]", "\"\"",
    ];

    /// <summary>The fields of a span in both versions of JSON, and values of them.</summary>
    public static readonly string[] Fields =
    [
        "\"traceId\":", "\"id\":", "\"parentId\":", "\"name\":", "\"timestamp\":", "\"duration\":", "\"debug\":true", "\"annotations\":[", "\"value\":", "\"serviceName\":",
        "\"ipv4\":", "\"ipv6\":", "\"port\":", "\"463ac35c9f6413ad\"", "\"48485a3953bb61246b221d5bc9e6496c\"", "\"a1\"", "\"0\"", "\"1.2.3.4\"", "\"::ffff:1.2.3.4\"", "\"2001:db8::c001\"", "\"::\"",
    ];
}
