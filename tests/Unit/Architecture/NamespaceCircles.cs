using System.Text;

namespace ZipkinMesh.Tests.Architecture;

/// <summary>Finds the circles among namespaces: sets in which every namespace uses every other one, directly or through others.</summary>
internal sealed class NamespaceCircles
{
    private readonly ILookup<string, NamespaceUse> _uses;

    private NamespaceCircles(IEnumerable<NamespaceUse> uses) => _uses = uses.ToLookup(use => use.From);

    /// <summary>Returns a description of each circle: its namespaces, then each use that is part of it, file by file.</summary>
    public static List<string> In(IReadOnlyCollection<NamespaceUse> uses)
    {
        var graph = new NamespaceCircles(uses);
        var reach = uses.Select(use => use.From).Distinct().Order(StringComparer.Ordinal).ToDictionary(from => from, graph.ReachableFrom);
        return [.. reach.Where(pair => pair.Value.Contains(pair.Key))
            .Select(pair => reach.Keys.Where(other => pair.Value.Contains(other) && reach[other].Contains(pair.Key)).ToArray())
            .DistinctBy(circle => circle[0]).Select(graph.Describe)];
    }

    private HashSet<string> ReachableFrom(string start)
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>([start]);
        while (open.TryPop(out var next))
        {
            foreach (var use in _uses[next].Where(use => reached.Add(use.To)))
            {
                open.Push(use.To);
            }
        }

        return reached;
    }

    private string Describe(string[] circle)
    {
        var text = new StringBuilder($"{circle.Length} namespaces use each other in a circle: {string.Join(", ", circle)}\n");
        foreach (var uses in circle.SelectMany(from => _uses[from]).Where(use => circle.Contains(use.To)).GroupBy(use => (use.From, use.To)))
        {
            text.Append(null, $"  {uses.Key.From} -> {uses.Key.To}\n");
            foreach (var names in uses.GroupBy(use => (use.File, use.Target), use => use.Name))
            {
                text.Append(null, $"    {names.Key.File}{(names.Key.Target is { } target ? $" -> {target}" : "")}: {string.Join(", ", names)}\n");
            }
        }

        return text.ToString();
    }
}
