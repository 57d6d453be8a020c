using System.Globalization;

namespace ZipkinMesh.Compare.Options;

/// <summary>Takes a command line apart: <c>--rounds 3</c> and <c>--rounds=3</c>. What it doesn't know is a <see cref="UsageException"/>.</summary>
internal sealed class OptionWords
{
    private readonly Dictionary<string, string> _values = [];

    /// <param name="words">The command line.</param>
    /// <param name="withValue">Options that take a value.</param>
    /// <param name="flags">Options that take none.</param>
    public OptionWords(string[] words, string[] withValue, string[] flags)
    {
        for (var i = 0; i < words.Length; i++)
        {
            var parts = words[i].Split('=', 2);
            if (words[i] is "--help" or "-h")
            {
                AsksForHelp = true;
            }
            else if (flags.Contains(words[i]))
            {
                _values[words[i]] = "";
            }
            else if (withValue.Contains(parts[0]))
            {
                _values[parts[0]] = parts.Length == 2 ? parts[1]
                    : ++i < words.Length ? words[i]
                    : throw new UsageException($"{parts[0]} needs a value; --help lists them");
            }
            else
            {
                throw new UsageException($"'{words[i]}' is not an option; --help lists them");
            }
        }
    }

    public bool AsksForHelp { get; }

    public bool Has(string flag) => _values.ContainsKey(flag);

    public string? Text(string name) => _values.GetValueOrDefault(name);

    public int Number(string name, int from, int to, int byDefault)
    {
        if (!_values.TryGetValue(name, out var value))
        {
            return byDefault;
        }

        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to
            ? number
            : throw new UsageException($"{name} is '{value}'; allowed: {from} to {to}");
    }

    /// <summary>A list of names parted by commas, in the order they run in; all of them when the option isn't given.</summary>
    public string[] Names(string name, string[] allowed)
    {
        if (!_values.TryGetValue(name, out var value))
        {
            return allowed;
        }

        var asked = value.Split(',', StringSplitOptions.TrimEntries);
        var unknown = asked.FirstOrDefault(word => !allowed.Contains(word));
        return unknown is null
            ? [.. allowed.Where(asked.Contains)]
            : throw new UsageException($"{name} has '{unknown}'; allowed: {string.Join(", ", allowed)}");
    }
}
