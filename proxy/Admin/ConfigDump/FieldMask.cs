using System.Text.Json.Nodes;

namespace ZipkinMesh.Proxy.Admin.ConfigDump;

/// <summary>
/// Selects fields of a message (Protocol Buffers' <c>FieldMask</c>), such as <c>bootstrap.node,bootstrap.admin</c>. Like there, a path can't lead
/// through a list.
/// </summary>
/// <param name="paths">The paths, separated by commas.</param>
internal sealed class FieldMask(string paths)
{
    private readonly string[][] _paths =
        [.. paths.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(path => path.Split('.'))];

    /// <summary>Returns a copy of the message with the selected fields; null when a path leads nowhere.</summary>
    public JsonObject? Apply(JsonObject message)
    {
        JsonObject result = [];
        foreach (var path in _paths)
        {
            if (!TryCopy(message, result, path))
            {
                return null;
            }
        }

        return result;
    }

    private static bool TryCopy(JsonObject source, JsonObject target, ReadOnlySpan<string> path)
    {
        if (source[ConfigSection.TypeKey] is { } type)
        {
            target[ConfigSection.TypeKey] = type.DeepClone();
        }

        if (source[path[0]] is not { } value)
        {
            return false;
        }

        if (path.Length == 1)
        {
            target[path[0]] = value.DeepClone();
            return true;
        }

        if (value is not JsonObject inner)
        {
            return false;
        }

        if (target[path[0]] is not JsonObject innerTarget)
        {
            target[path[0]] = innerTarget = [];
        }

        return TryCopy(inner, innerTarget, path[1..]);
    }
}
