namespace ZipkinMesh.Hosting;

/// <summary>
/// Thrown when a setting can't be used. The message is the one line that the user sees, at start and when a changed file is rejected:
/// <code>Listeners:ingress_http:Port: '70000' is not allowed; allowed: 0 to 65535 (0: any free port)</code>
/// </summary>
public sealed class SettingException : Exception
{
    /// <summary>Initializes an exception. Line breaks and other control characters of a key or a value are escaped.</summary>
    /// <param name="message">A text that names the setting, its value and what is allowed.</param>
    public SettingException(string message)
        : base(ControlCharacters.Escape(message))
    {
    }

    /// <summary>Creates the exception for a value that isn't allowed.</summary>
    /// <param name="key">The key of the setting, such as <c>Listeners:ingress_http:Port</c>.</param>
    /// <param name="value">The value as the user wrote it.</param>
    /// <param name="allowed">The values that are allowed, such as <c>0 to 65535</c>.</param>
    public static SettingException NotAllowed(string key, string? value, string allowed) =>
        new($"{key}: '{value}' is not allowed; allowed: {allowed}");

    /// <summary>Creates the exception for a required setting that is missing.</summary>
    /// <param name="key">The key of the setting.</param>
    /// <param name="allowed">The values that are allowed.</param>
    public static SettingException Missing(string key, string allowed) =>
        new($"{key}: missing; required: {allowed}");

    /// <summary>Creates the exception for a file that can't be read.</summary>
    /// <param name="file">The path as the user wrote it.</param>
    /// <param name="reason">Why it can't be read.</param>
    public static SettingException Unreadable(string file, string reason) =>
        new($"{file}: can't be read: {reason}");
}
