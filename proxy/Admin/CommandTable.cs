using System.Diagnostics.CodeAnalysis;
using System.Text;
using ZipkinMesh.Proxy.Admin.Commands;

namespace ZipkinMesh.Proxy.Admin;

/// <summary>Lists the commands, ordered by their paths. <c>/</c>, <c>/help</c> and the 404 response are made of it.</summary>
internal sealed class CommandTable
{
    private readonly Dictionary<string, AdminCommand> _byPath;

    public CommandTable(IEnumerable<AdminCommand> commands)
    {
        AdminCommand[] all = [.. commands, new HomeCommand(this), new HelpCommand(this)];
        All = [.. all.OrderBy(command => command.Path, StringComparer.Ordinal)];
        _byPath = All.ToDictionary(command => command.Path, StringComparer.Ordinal);
    }

    public IReadOnlyList<AdminCommand> All { get; }

    public bool TryFind(string path, [NotNullWhen(true)] out AdminCommand? command) => _byPath.TryGetValue(path, out command);

    /// <summary>Returns the list in Envoy's form:</summary>
    /// <remarks>
    /// <code>
    /// admin commands are:
    ///   /: Admin home page
    ///   /listeners: print listener info
    ///       format: File format to use; One of (text, json)
    ///   /quitquitquit (POST): exit the server
    /// </code>
    /// </remarks>
    public string ToText()
    {
        var text = new StringBuilder("admin commands are:\n");
        foreach (var command in All)
        {
            text.Append("  ").Append(command.Path).Append(command.ChangesState ? " (POST): " : ": ").Append(command.Help).Append('\n');
            foreach (var parameter in command.Parameters)
            {
                text.Append("      ").Append(parameter.Name).Append(": ").Append(parameter.Help);
                if (parameter.Choices.Count > 0)
                {
                    text.Append("; One of (").AppendJoin(", ", parameter.Choices).Append(')');
                }

                text.Append('\n');
            }
        }

        return text.ToString();
    }
}
