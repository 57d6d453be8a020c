using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Matching;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Routing;

/// <summary>Where routing goes on from a listener and the longest prefix of a request's path.</summary>
internal sealed class PrefixJumpTable(int exit, IEnumerable<((string Listener, string Prefix) Key, int Destination)> edges) : PolicyJumpTable
{
    private readonly Dictionary<string, Prefixes> _listeners = edges.GroupBy(edge => edge.Key.Listener)
        .ToDictionary(group => group.Key, group => new Prefixes(group.Select(edge => (edge.Key.Prefix, edge.Destination))));

    public override int GetDestination(HttpContext httpContext) =>
        httpContext.Features.Get<DownstreamConnection>() is { } connection
        && _listeners.TryGetValue(connection.Listener.Name, out var prefixes)
        && prefixes.TryFindLongest(RequestTarget.PathOf(httpContext), out var destination)
            ? destination
            : exit;

    private sealed class Prefixes
    {
        private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _destinations;

        // One look-up for each length there is; the longest first.
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
