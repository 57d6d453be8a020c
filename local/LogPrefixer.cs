namespace ZipkinMesh.Local;

/// <summary>
/// Puts the role's name before a line, as <c>docker compose</c> does:
/// <code>
/// front-proxy  | listening on 127.0.0.1:8000
/// zipkin       | listening on 127.0.0.1:9411
/// </code>
/// </summary>
internal sealed class LogPrefixer(IReadOnlyList<string> names, bool colour)
{
    // Cyan, yellow, green, magenta, blue: red is left to those who log errors.
    private static readonly int[] Colours = [36, 33, 32, 35, 34];

    private readonly int _width = names.Select(name => name.Length).DefaultIfEmpty().Max();

    public string Prefix(string name, string line)
    {
        var head = $"{name.PadRight(_width)}  |";
        return colour ? $"\e[{Colours[names.ToList().IndexOf(name) % Colours.Length]}m{head}\e[0m {line}" : $"{head} {line}";
    }
}
