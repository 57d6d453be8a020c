using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Matching;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Listeners;

namespace ZipkinMesh.Proxy.Routing;

/// <summary>Selects the next node of the route table by the listener and the longest matching prefix of a request's path.</summary>
internal sealed class PrefixJumpTable : PolicyJumpTable
{
    /// <summary>The key of the edge that leads to the endpoints of the app itself.</summary>
    public static readonly (string Listener, string Prefix) NoRoute = ("", "");

    private readonly ListenerTable _listeners;
    private readonly int _noRoute;
    private readonly Dictionary<string, Prefixes> _prefixes;

    public PrefixJumpTable(ListenerTable listeners, int exit, IReadOnlyList<((string Listener, string Prefix) Key, int Destination)> edges)
    {
        _listeners = listeners;
        _noRoute = edges.Where(edge => edge.Key == NoRoute).Select(edge => edge.Destination).DefaultIfEmpty(exit).First();
        _prefixes = edges.GroupBy(edge => edge.Key.Listener)
            .ToDictionary(group => group.Key, group => new Prefixes(group.Select(edge => (edge.Key.Prefix, edge.Destination))));
    }

    public override int GetDestination(HttpContext httpContext) =>
        _listeners.Find(httpContext) is { } listener
        && _prefixes.TryGetValue(listener.Name, out var prefixes)
        && prefixes.TryFindLongest(RequestTarget.PathOf(httpContext), out var destination)
            ? destination
            : _noRoute;

    private sealed class Prefixes
    {
        private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _destinations;

        // One lookup for each length that occurs, the longest first.
        private readonly int[] _lengths;

        public Prefixes(IEnumerable<(string Prefix, int Destination)> edges)
        {
            var destinations = edges.ToDictionary(edge => edge.Prefix, edge => edge.Destination, StringComparer.Ordinal);
            _destinations = destinations.GetAlternateLookup<ReadOnlySpan<char>>();
            _lengths = [.. destinations.Keys.Select(prefix => prefix.Length).Distinct().OrderDescending()];
        }

        public bool TryFindLongest(string path, out int destination)
        {
            foreach (var length in _lengths)
            {
                if (path.Length >= length && _destinations.TryGetValue(path.AsSpan(0, length), out destination))
                {
                    return true;
                }
            }

            destination = 0;
            return false;
        }
    }
}
