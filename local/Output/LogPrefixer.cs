using ZipkinMesh.Hosting;

namespace ZipkinMesh.Local.Output;

/// <summary>
/// Puts a process's name before each of its lines, as <c>docker compose</c> does:
/// <code>
/// front-proxy  | listening on 127.0.0.1:8000
/// zipkin       | listening on 127.0.0.1:9411
/// </code>
/// </summary>
internal sealed class LogPrefixer(IReadOnlyList<string> names, bool color)
{
    // Cyan, yellow, green, magenta and blue. Red is left to programs that log errors in red.
    private static readonly int[] Colors = [36, 33, 32, 35, 34];

    private readonly int _width = names.Select(name => name.Length).DefaultIfEmpty().Max();

    /// <summary>Returns the line behind the name. Control characters in it are escaped: a program's log contains what clients sent.</summary>
    public string Prefix(string name, string line)
    {
        line = ControlCharacters.Escape(line);
        var head = $"{name.PadRight(_width)}  |";
        return color ? $"\e[{Colors[names.ToList().IndexOf(name) % Colors.Length]}m{head}\e[0m {line}" : $"{head} {line}";
    }
}
