namespace ZipkinMesh.App;

/// <summary>A setting that can't be used: its key, its value and what is allowed, in one line.</summary>
internal sealed class SettingException(string key, string? value, string allowed)
    : Exception($"{key} is {(value is null ? "missing" : $"'{value}'")}; {allowed}");
