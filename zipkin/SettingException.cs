namespace ZipkinMesh.Zipkin;

/// <summary>
/// A setting the server can't start with, told in one line:
/// <c>QUERY_PORT: 'abc' is not allowed; allowed: 0 to 65535</c>.
/// </summary>
internal sealed class SettingException(string key, string? value, string allowed)
    : Exception($"{key}: '{value}' is not allowed; allowed: {allowed}");
