namespace ZipkinMesh.Hosting;

/// <summary>Decides whether the output has colors.</summary>
public static class TerminalColors
{
    /// <summary>Gets a value indicating whether the output is a terminal and NO_COLOR is not set (no-color.org).</summary>
    public static bool AreEnabled => !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
}
