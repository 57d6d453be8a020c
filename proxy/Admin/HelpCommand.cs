using ZipkinMesh.Proxy.Admin.Commands;

namespace ZipkinMesh.Proxy.Admin;

/// <summary>Lists the commands.</summary>
internal sealed class HelpCommand(CommandTable table) : AdminCommand("/help", "print out list of admin commands")
{
    public override Task RunAsync(AdminRequest request) => request.RespondAsync(table.ToText());
}
